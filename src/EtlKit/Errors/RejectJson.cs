using System.Text.Json;

namespace EtlKit;

/// <summary>Reads what <see cref="RejectJsonWriter"/> has written.</summary>
internal static class RejectJson
{
    /// <summary>Reads what became of a dead letter that was replayed.</summary>
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
}
