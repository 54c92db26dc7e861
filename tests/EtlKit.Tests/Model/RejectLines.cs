using System.Text.Json;

namespace EtlKit.Tests.Model;

/// <summary>Reads a reject file.</summary>
internal static class RejectLines
{
    public static List<ExpectedReject> Read(string path) => File.Exists(path) ? [.. File.ReadLines(path).Select(Parse)] : [];

    /// <summary>Brings rejects into an order: that of the file says only in which order they were committed.</summary>
    public static IEnumerable<ExpectedReject> Sorted(this IEnumerable<ExpectedReject> rejects) => rejects
        .OrderBy(reject => reject.Source, StringComparer.Ordinal)
        .ThenBy(reject => reject.Row)
        .ThenBy(reject => reject.Stage)
        .ThenBy(reject => reject.Reason, StringComparer.Ordinal);

    private static ExpectedReject Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var reject = json.RootElement;
        return new ExpectedReject(
            reject.GetProperty("source").GetString()!,
            reject.GetProperty("row").GetInt64(),
            reject.TryGetProperty("line", out var number) ? number.GetInt64() : 0,
            Enum.Parse<RejectStage>(reject.GetProperty("stage").GetString()!, ignoreCase: true),
            reject.GetProperty("reason").GetString()!,
            reject.GetProperty("raw").GetString());
    }
}
