using System.Globalization;
using EtlKit.Csv;
using EtlKit.Sqlite;

namespace EtlKit.Comparison;

/// <summary>Files of numbers, whose rows need no memory of their own, and a database for them.</summary>
internal sealed class GuardWorkspace : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("etlkit-guard-").FullName;

    private string Database => Path.Combine(_directory, "guard.db");

    /// <summary>A source of so many rows; its file is written when it is asked for the first time.</summary>
    public IResumableExtractor<Number> Extractor(int rows) =>
        CsvExtractor.FromFile(FileOf(rows), row => new Number(row.Parse<long>(0), row.Parse<double>(1)));

    /// <summary>Upserts a file into a new database, in full batches, with logging at Information.</summary>
    public Task<PipelineReport> LoadAsync(int rows, bool checkpoints)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"])
        {
            File.Delete(Database + suffix);
        }

        var builder = new PipelineBuilder("numbers") { LoggerFactory = new DiscardingLogger() }
            .Extract(Extractor(rows))
            .Load(SqliteLoader.Upsert<Number>(EventTable.ConnectionTo(Database), "numbers", options => options
                .Column("id", row => row.Id, key: true)
                .Column("value", row => row.Value)))
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan);
        return (checkpoints ? builder.WithCheckpoints() : builder).Build().RunAsync();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string FileOf(int rows)
    {
        var path = Path.Combine(_directory, rows.ToString(CultureInfo.InvariantCulture) + ".csv");
        if (!File.Exists(path))
        {
            File.WriteAllLines(path, Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{i * 0.25}")).Prepend("id,value"));
        }

        return path;
    }

    public readonly record struct Number(long Id, double Value);
}
