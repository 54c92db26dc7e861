using CsvHelper;

namespace EtlKit.Csv.Tests;

internal static class Read
{
    /// <summary>Makes a row that shows the fields: <c>[a][b]</c>.</summary>
    public static string Fields(CsvRow row) => string.Concat(row.ToArray().Select(field => $"[{field}]"));

    public static async Task<List<Item>> AllAsync<TRow>(IExtractor<TRow> extractor, SourcePosition? start = null)
    {
        var items = new List<Item>();
        await AllAsync(items, extractor, start);
        return items;
    }

    /// <summary>Reads into a list, which has what came before an exception.</summary>
    public static async Task AllAsync<TRow>(List<Item> items, IExtractor<TRow> extractor, SourcePosition? start = null)
    {
        var resumable = (IResumableExtractor<TRow>)extractor;
        await foreach (var item in resumable.ExtractFromAsync(start ?? SourcePosition.Start, TestContext.Current.CancellationToken))
        {
            items.Add(item.Rejection is { } rejection
                ? new Item(null, rejection.Reason, rejection.RawText, item.LineNumber, item.Position)
                : new Item(item.Row?.ToString(), null, null, item.LineNumber, item.Position));
        }
    }

    /// <summary>Reads text from a file of its own, showing the fields.</summary>
    public static async Task<List<Item>> TextAsync(string text, CsvExtractorOptions? options = null)
    {
        using var directory = new TemporaryDirectory();
        return await AllAsync(CsvExtractor.FromFile(directory.Write("data.csv", text), Fields, options));
    }

    /// <summary>Reads the rows alone, as one who knows nothing of positions does.</summary>
    public static async Task<List<TRow>> RowsAsync<TRow>(IExtractor<TRow> extractor)
    {
        var rows = new List<TRow>();
        await foreach (var row in extractor.ExtractAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }

    public static IEnumerable<string?> Rows(this IEnumerable<Item> items) => items.Where(item => item.Reason is null).Select(item => item.Row);

    public static IEnumerable<Item> Rejects(this IEnumerable<Item> items) => items.Where(item => item.Reason is not null);
}
