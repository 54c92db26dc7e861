using System.Text.Json;
using System.Text.Json.Serialization;

namespace EtlKit;

/// <summary>Reads and writes texts as JSON strings, and as names of properties. <see cref="Utf8Text"/> names it itself, so there is nothing to set up. Safe for concurrent use.</summary>
public sealed class Utf8TextJsonConverter : JsonConverter<Utf8Text>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is no string.</exception>
    public override Utf8Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Utf8Text.From(reader.GetString()!)
            : throw new JsonException($"A string was expected for a {nameof(Utf8Text)}, but {reader.TokenType} was found: write it as a string, or declare it as {nameof(Utf8Text)}? where it may be null.");

    /// <inheritdoc/>
    public override Utf8Text ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Utf8Text.From(reader.GetString()!);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Utf8Text value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.Span);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Utf8Text value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Span);
    }
}
