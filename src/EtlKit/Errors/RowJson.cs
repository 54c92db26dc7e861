using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Writes rows as JSON, and reads them back.</summary>
internal sealed class RowJson<TRow>(JsonTypeInfo<TRow> type, ILogger logger)
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n");

    // Not the options of the type, which may spread a row over several lines.
    private readonly JsonWriterOptions _options = new() { Encoder = type.Options.Encoder, MaxDepth = type.Options.MaxDepth, SkipValidation = true };

    /// <summary>Writes a row, on one line; null when it can't be written, as a number that is not finite can't. Its reject is stored all the same.</summary>
    public string? Format(TRow row)
    {
        try
        {
            var utf8 = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(utf8, _options))
            {
                JsonSerializer.Serialize(json, row, type);
            }

            // A converter may have written JSON as it found it. Between its tokens a line break is as good as a space, and within them there is none.
            var text = Encoding.UTF8.GetString(utf8.WrittenSpan);
            return text.AsSpan().ContainsAny(LineBreaks) ? text.Replace('\r', ' ').Replace('\n', ' ') : text;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.RowNotFormatted(logger, exception.GetType().Name);
            return null;
        }
    }

    /// <exception cref="Exception">The text is no such row. What is thrown depends on the type of the row.</exception>
    public TRow? Parse(string json) => JsonSerializer.Deserialize(json, type);
}
