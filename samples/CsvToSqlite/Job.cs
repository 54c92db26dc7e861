using EtlKit;
using EtlKit.Csv;
using EtlKit.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CsvToSqlite;

/// <summary>The pipeline of the program.</summary>
internal static class Job
{
    public static Pipeline Build(JobOptions options, ILoggerFactory loggerFactory)
    {
        // Files are taken as they come: a field too few reads as empty, one too many is left alone.
        var csv = new CsvExtractorOptions { RaggedRecords = CsvRecordPolicy.Accept };

        var builder = new PipelineBuilder("events") { LoggerFactory = loggerFactory }
            .Extract(CsvExtractor.FromDirectory(options.Input, reader => new RawEventMapper(reader), options: csv))
            .Transform(new EventTransformer())
            .Load(SqliteLoader.Upsert<Event>(ConnectionTo(options.Database), "events", events => events
                .Column("id", e => e.Id, type: "TEXT", notNull: false, key: true)
                .Column("ts", e => e.Timestamp, type: "TEXT")
                .Column("value", e => e.Value, type: "REAL")
                .Column("source_file", e => e.SourceFile, type: "TEXT")))
            .Configure(o =>
            {
                // One producer keeps SQLite busy, and its keys arrive in the order of the files, which SQLite writes faster than several files mixed.
                o.Producers = options.Producers ?? 1;
                o.BatchSize = options.BatchSize ?? o.BatchSize;
                o.LargeBatchSize = options.BatchSize;
                o.ChannelCapacity = options.ChannelCapacity ?? o.ChannelCapacity;
                o.MaxRejects = options.MaxRejects ?? o.MaxRejects;
            })
            .WithRunLock();

        if (options.Rejects is { } path)
        {
            builder.WriteRejectsTo(path, EventJson.Default.Event);
        }

        if (options.RejectTable)
        {
            builder.WriteRejectsToTarget(EventJson.Default.Event);
        }

        return (options.Resume ? builder.WithCheckpoints() : builder).Build();
    }

    private static string ConnectionTo(string database) => new SqliteConnectionStringBuilder { DataSource = database }.ToString();
}
