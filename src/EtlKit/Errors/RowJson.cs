using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Writes rows as JSON, and reads them back.</summary>
internal sealed class RowJson<TRow>(JsonTypeInfo<TRow> type, ILogger logger)
{
    /// <summary>Writes a row; null when it can't be written, as a number that is not finite can't. Its reject is stored all the same.</summary>
    public string? Format(TRow row)
    {
        try
        {
            return JsonSerializer.Serialize(row, type);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.RowNotFormatted(logger, exception.GetType().Name);
            return null;
        }
    }

    /// <exception cref="JsonException">The text is no such row.</exception>
    public TRow? Parse(string json) => JsonSerializer.Deserialize(json, type);
}
