namespace EtlKit.Comparison;

/// <summary>The loop that EtlKit is measured by: rows that are in memory already, SQLite's own functions, eight rows in a statement.</summary>
internal static class RawLoop
{
    private const int BatchSize = PipelineDefaults.BatchSize;

    /// <summary>Writes rows into the database of the run. What comes before the first row is not measured.</summary>
    public static Task WriteAsync(RunContext context, Event[] rows) => context.MeasureAsync(() =>
    {
        using (var writer = new RawEventWriter(context.Database, upsert: true))
        {
            for (var i = 0; i < rows.Length; i += BatchSize)
            {
                writer.Write(rows.AsSpan(i, Math.Min(BatchSize, rows.Length - i)));
            }
        }

        return Task.FromResult((long)rows.Length);
    });

    /// <summary>Writes the rows that another variant has written in this round, in the order in which it wrote them.</summary>
    public static Task ReplayAsync(RunContext context, string variant)
    {
        var rows = EventRows.ReadInOrder(context.Files.DatabaseOf(variant));
        GC.Collect();
        return WriteAsync(context, rows);
    }

    /// <summary>The same, while another thread reads, parses and transforms the files from which the rows come, over and over.</summary>
    public static async Task ReplayWhileParsingAsync(RunContext context, string variant)
    {
        var rows = EventRows.ReadInOrder(context.Files.DatabaseOf(variant));
        GC.Collect();
        await using var parsing = await BackgroundParsing.StartAsync(context.Files.Input);
        await WriteAsync(context, rows);
    }
}
