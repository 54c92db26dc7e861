using CsvToSqlite;
using EtlKit;
using EtlKit.Csv;
using EtlKit.Hosting;
using EtlKit.Sqlite;

namespace Worker;

/// <summary>The pipeline <c>events</c>: CSV files with the columns id, timestamp and value, into a table of a SQLite database.</summary>
internal static class EventsPipeline
{
    public const string Name = "events";

    public static LoadedPipelineBuilder<Event> Compose(IServiceProvider services, PipelineBuilder pipeline)
    {
        var settings = services.GetEtlPipelineSettings(Name);
        return pipeline
            .Extract(CsvExtractor.FromDirectory(
                settings.GetRequired("Input"), reader => new RawEventMapper(reader), options: new CsvExtractorOptions { RaggedRecords = CsvRecordPolicy.Accept }))
            .Transform(new EventTransformer())
            .Load(SqliteLoader.Upsert<Event>(settings.GetRequiredConnectionString("Events"), "events", events => events
                .Column("id", e => e.Id, type: "TEXT", notNull: false, key: true)
                .Column("ts", e => e.Timestamp, type: "TEXT")
                .Column("value", e => e.Value, type: "REAL")
                .Column("source_file", e => e.SourceFile, type: "TEXT")))
            .WriteRejectsToTarget(EventJson.Default.Event)
            .WithCheckpoints()      // a killed run goes on where it was, a file that is done and unchanged is skipped
            .WithRunLock();         // a second worker is refused, in whatever process or container it runs
    }
}
