using System.Text.Json;

namespace EtlKit.Worker.Tests;

/// <summary>How a worker has ended, and what it has written. Every line of its output is JSON.</summary>
internal sealed record WorkerResult(int ExitCode, IReadOnlyList<JsonElement> Lines, string Error)
{
    /// <summary>The report of the run, which is the last line.</summary>
    public JsonElement Report => Lines[^1].TryGetProperty("runId", out _) ? Lines[^1] : throw new InvalidOperationException($"The last line is no report: {Lines[^1]}");

    public string? Status => Report.GetProperty("status").GetString();

    public long RowsOf(string kind) => Report.GetProperty("rows").GetProperty(kind).GetInt64();
}
