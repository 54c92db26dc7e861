using System.Text.Json;

namespace EtlKit;

/// <summary>How rejects are written as JSON, and read back.</summary>
internal static class RejectJson
{
    // Encoded once: looking for what must be escaped in each name would cost as much as writing it.
    private static readonly JsonEncodedText RunName = JsonEncodedText.Encode("run");
    private static readonly JsonEncodedText SourceName = JsonEncodedText.Encode("source");
    private static readonly JsonEncodedText RowName = JsonEncodedText.Encode("row");
    private static readonly JsonEncodedText LineName = JsonEncodedText.Encode("line");
    private static readonly JsonEncodedText BranchName = JsonEncodedText.Encode("branch");
    private static readonly JsonEncodedText RawName = JsonEncodedText.Encode("raw");
    private static readonly JsonEncodedText ValueName = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText LetterName = JsonEncodedText.Encode("letter");
    private static readonly JsonEncodedText OutcomeName = JsonEncodedText.Encode("outcome");
    private static readonly JsonEncodedText StageName = JsonEncodedText.Encode("stage");
    private static readonly JsonEncodedText ReasonName = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText CodeName = JsonEncodedText.Encode("code");

    public static void Write(Utf8JsonWriter json, string runId, Reject reject)
    {
        json.WriteStartObject();
        json.WriteString(RunName, runId);
        json.WriteString(SourceName, reject.Source);
        json.WriteNumber(RowName, reject.RowNumber);
        if (reject.LineNumber > 0)
        {
            json.WriteNumber(LineName, reject.LineNumber);
        }

        if (reject.Branch is { } branch)
        {
            json.WriteString(BranchName, branch);
        }

        WriteWhy(json, reject);
        json.WriteString(RawName, reject.RawText);
        if (reject.Row is { } row)
        {
            json.WritePropertyName(ValueName);
            json.WriteRawValue(row, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what became of a dead letter that was replayed.</summary>
    public static void WriteMark(Utf8JsonWriter json, string runId, ReplayedReject letter)
    {
        json.WriteStartObject();
        json.WriteString(RunName, runId);
        json.WriteNumber(LetterName, letter.Id);
        json.WriteString(OutcomeName, letter.Reject is null ? "replayed" : "still bad");
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
        StageOf(line.GetProperty("stage").GetString()!),
        line.GetProperty("reason").GetString()!,
        line.GetProperty("raw").GetString())
    {
        Code = line.TryGetProperty("code", out var code) ? code.GetString() : null,
        Branch = line.TryGetProperty("branch", out var branch) ? branch.GetString() : null,
        Row = line.TryGetProperty("value", out var row) ? row.GetRawText() : null,
    };

    private static RejectStage StageOf(string name) =>
        RejectStageNames.Find(name) ?? throw new FormatException($"'{LogText.Clean(name)}' is no stage: extract, transform and load are.");

    private static void WriteWhy(Utf8JsonWriter json, Reject reject)
    {
        json.WriteString(StageName, RejectStageNames.Of(reject.Stage));
        json.WriteString(ReasonName, reject.Reason);
        if (reject.Code is { } code)
        {
            json.WriteString(CodeName, code);
        }
    }
}
