using BenchmarkDotNet.Attributes;
using CsvToSqlite;
using EtlKit.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>What does each way of storing rows cost, in a new table and in one that has the same rows already? Appended rows go to a table without a key.</summary>
public class SqliteModeBenchmark
{
    private static readonly int Rows = DataSize.Rows(200_000);

    private readonly Workspace _workspace = new();
    private readonly Event[] _rows = EventData.Make(Rows);

    [Params(false, true)]
    public bool HasRows { get; set; }

    private string Connection => EventTable.ConnectionTo(_workspace.Database);

    private string Base => _workspace.PathOf("base.db");

    [GlobalSetup]
    public void SetUp()
    {
        using var writer = new RawEventWriter(Base, upsert: true);
        writer.Write(_rows);
    }

    [IterationSetup]
    public void MakeDatabase()
    {
        _workspace.DeleteDatabase();
        if (HasRows)
        {
            File.Copy(Base, _workspace.Database);
        }
    }

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public Task<PipelineReport> Append() => Run(SqliteLoader.Append<Event>(Connection, "log", o => EventTable.Columns(o)));

    [Benchmark]
    public Task<PipelineReport> Upsert() => Run(Upserting());

    [Benchmark]
    public Task<PipelineReport> UpsertSkipUnchanged() => Run(Upserting(skipUnchanged: true));

    [Benchmark]
    public Task<PipelineReport> UpsertWithCheckpoints() => Run(Upserting(), checkpoints: true);

    [Benchmark]
    public Task<PipelineReport> InsertOrIgnore() => Run(SqliteLoader.InsertOrIgnore<Event>(Connection, "events", e => e.Id, o => EventTable.Columns(o)));

    [Benchmark]
    public Task<PipelineReport> Replace() => Run(SqliteLoader.Replace<Event>(Connection, "events", e => e.Id, o => EventTable.Columns(o)));

    private ILoader<Event> Upserting(bool skipUnchanged = false) =>
        SqliteLoader.Upsert<Event>(Connection, "events", e => e.Id, o => EventTable.Columns(o).SkipUnchanged = skipUnchanged);

    private Task<PipelineReport> Run(ILoader<Event> loader, bool checkpoints = false)
    {
        var builder = new PipelineBuilder("modes").Extract(Extractor.From("events.csv", _rows)).Load(loader);
        return (checkpoints ? builder.WithCheckpoints() : builder).Build().RunAsync();
    }
}
