using CsvHelper;

namespace EtlKit.Comparison;

/// <summary>The loop that EtlKit is measured by: rows that are in memory already, SQLite's own functions, eight rows in a statement.</summary>
internal static class RawLoop
{
    private const int BatchSize = PipelineDefaults.BatchSize;

    /// <summary>Writes events into the database of the run. What comes before the first row is not measured.</summary>
    public static Task WriteAsync(RunContext context, Event[] rows, int pageBytes = EventTable.LoaderPages) =>
        WriteAsync(context, rows, database => new RawEventWriter(database, upsert: true, pageBytes));

    /// <summary>Writes the events that another variant has written in this round, in the order in which it wrote them.</summary>
    public static Task ReplayAsync(RunContext context, string variant)
    {
        var rows = EventRows.ReadInOrder(context.Files.DatabaseOf(variant));
        GC.Collect();
        return WriteAsync(context, rows);
    }

    /// <summary>The same, while another thread reads, parses and transforms the files from which the events come, over and over.</summary>
    public static async Task ReplayWhileParsingAsync(RunContext context, string variant, int pageBytes = EventTable.LoaderPages)
    {
        var rows = EventRows.ReadInOrder(context.Files.DatabaseOf(variant));
        GC.Collect();
        await using var parsing = await BackgroundParsing.StartAsync(context.Files.Input, EventParser.Open);
        await WriteAsync(context, rows, pageBytes);
    }

    /// <summary>The same with texts that are UTF-8, in the memory and in what the other thread makes.</summary>
    public static async Task ReplayUtf8WhileParsingAsync(RunContext context, string variant)
    {
        var rows = EventRows.ReadUtf8InOrder(context.Files.DatabaseOf(variant));
        GC.Collect();
        await using var parsing = await BackgroundParsing.StartAsync(context.Files.Input, EventParser.OpenUtf8);
        await WriteAsync(context, rows, database => new RawUtf8EventWriter(database));
    }

    /// <summary>
    /// Writes the rows of files, one file after the other, while another thread reads and parses the same files over and over. They are read before, and only the
    /// writing is measured.
    /// </summary>
    public static async Task WriteWhileParsingAsync<TRow>(
        RunContext context, string directory, Func<CsvRow, TRow> parse, Func<string, RawTableWriter<TRow>> open)
    {
        var rows = ReadAll(directory, parse);
        GC.Collect();
        await using var parsing = await BackgroundParsing.StartAsync(directory, (reader, _) => _ => parse(reader.Current));
        await WriteAsync(context, rows, open);
    }

    private static Task WriteAsync<TRow>(RunContext context, TRow[] rows, Func<string, RawTableWriter<TRow>> open) => context.MeasureAsync(() =>
    {
        using (var writer = open(context.Database))
        {
            for (var i = 0; i < rows.Length; i += BatchSize)
            {
                writer.Write(rows.AsSpan(i, Math.Min(BatchSize, rows.Length - i)));
            }
        }

        return Task.FromResult((long)rows.Length);
    });

    private static TRow[] ReadAll<TRow>(string directory, Func<CsvRow, TRow> parse)
    {
        var rows = new List<TRow>();
        foreach (var path in EventFiles.In(directory))
        {
            using var reader = CsvReader.Create(EventFiles.Open(path));
            reader.ReadHeader();
            while (reader.Read())
            {
                rows.Add(parse(reader.Current));
            }
        }

        return [.. rows];
    }
}
