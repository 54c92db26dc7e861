using BenchmarkDotNet.Attributes;
using CsvToSqlite;
using EtlKit.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>How near is the loader to the fastest writer that can be written by hand, and how far from the usual one? The rows are in memory.</summary>
public class SqliteLoadBenchmark
{
    private const int BatchSize = 10_000;
    private static readonly int Rows = DataSize.Rows(500_000);

    private readonly Workspace _workspace = new();
    private readonly Event[] _rows = EventData.Make(Rows);

    /// <summary>Whether the table has a key and rows are upserted; otherwise they are appended.</summary>
    [Params(false, true)]
    public bool Upsert { get; set; }

    [IterationSetup]
    public void DeleteDatabase() => _workspace.DeleteDatabase();

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public void RawStatements()
    {
        using var writer = new RawEventWriter(_workspace.Database, Upsert);
        for (var i = 0; i < Rows; i += BatchSize)
        {
            writer.Write(_rows.AsSpan(i, Math.Min(BatchSize, Rows - i)));
        }
    }

    [Benchmark]
    public async Task LoadSession()
    {
        var connection = EventTable.ConnectionTo(_workspace.Database);
        var loader = Upsert
            ? SqliteLoader.Upsert<Event>(connection, "events", e => e.Id, o => EventTable.Columns(o))
            : SqliteLoader.Append<Event>(connection, "events", o => EventTable.Columns(o));
        await using var session = await loader.OpenAsync(new LoadContext(), CancellationToken.None);
        for (var i = 0; i < Rows; i += BatchSize)
        {
            await session.LoadAsync(new RowBatch<Event>(_rows.AsMemory(i, Math.Min(BatchSize, Rows - i))), CancellationToken.None);
        }

        await session.CompleteAsync(CancellationToken.None);
    }

    [Benchmark]
    public void CommandPerRow()
    {
        using var writer = new CommandEventWriter(_workspace.Database, Upsert);
        for (var i = 0; i < Rows; i += BatchSize)
        {
            writer.Write(_rows.AsSpan(i, Math.Min(BatchSize, Rows - i)));
        }
    }
}
