using System.Text.Json;

namespace EtlKit;

/// <summary>How rejects are written as JSON, and read back.</summary>
internal static class RejectJson
{
    public static void Write(Utf8JsonWriter json, string runId, Reject reject)
    {
        json.WriteStartObject();
        json.WriteString("run", runId);
        json.WriteString("source", reject.Source);
        json.WriteNumber("row", reject.RowNumber);
        if (reject.LineNumber > 0)
        {
            json.WriteNumber("line", reject.LineNumber);
        }

        if (reject.Branch is { } branch)
        {
            json.WriteString("branch", branch);
        }

        WriteWhy(json, reject);
        json.WriteString("raw", reject.RawText);
        if (reject.Row is { } row)
        {
            json.WritePropertyName("value");
            json.WriteRawValue(row, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what became of a dead letter that was replayed.</summary>
    public static void WriteMark(Utf8JsonWriter json, string runId, ReplayedReject letter)
    {
        json.WriteStartObject();
        json.WriteString("run", runId);
        json.WriteNumber("letter", letter.Id);
        json.WriteString("outcome", letter.Reject is null ? "replayed" : "still bad");
        if (letter.Reject is { } reject)
        {
            WriteWhy(json, reject);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="WriteMark"/> has written.</summary>
    /// <returns>False when it is no mark.</returns>
    public static bool TryReadMark(JsonElement line, out long letter, out bool isReplayed)
    {
        isReplayed = false;
        if (!line.TryGetProperty("letter", out var id))
        {
            letter = 0;
            return false;
        }

        letter = id.GetInt64();
        isReplayed = line.GetProperty("outcome").ValueEquals("replayed");
        return true;
    }

    public static Reject Read(JsonElement line) => new(
        line.GetProperty("source").GetString()!,
        line.GetProperty("row").GetInt64(),
        line.TryGetProperty("line", out var number) ? number.GetInt64() : 0,
        RejectStageNames.Parse(line.GetProperty("stage").GetString()!),
        line.GetProperty("reason").GetString()!,
        line.GetProperty("raw").GetString())
    {
        Code = line.TryGetProperty("code", out var code) ? code.GetString() : null,
        Branch = line.TryGetProperty("branch", out var branch) ? branch.GetString() : null,
        Row = line.TryGetProperty("value", out var row) ? row.GetRawText() : null,
    };

    private static void WriteWhy(Utf8JsonWriter json, Reject reject)
    {
        json.WriteString("stage", RejectStageNames.Of(reject.Stage));
        json.WriteString("reason", reject.Reason);
        if (reject.Code is { } code)
        {
            json.WriteString("code", code);
        }
    }
}
