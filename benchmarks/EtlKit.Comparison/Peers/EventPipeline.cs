using EtlKit.Csv;
using EtlKit.Sqlite;
using Microsoft.Extensions.Logging;

namespace EtlKit.Comparison;

/// <summary>The two ends of EtlKit's pipeline, as in the sample CsvToSqlite.</summary>
internal static class EventPipeline
{
    private static readonly CsvExtractorOptions Csv = new() { RaggedRecords = CsvRecordPolicy.Accept };

    /// <summary>Begins a pipeline over the files.</summary>
    public static PipelineBuilder<Event> FromFiles(string directory, string pattern = "*.csv", ILoggerFactory? loggers = null) =>
        (loggers is null ? new PipelineBuilder("events") : new("events") { LoggerFactory = loggers })
        .Extract(CsvExtractor.FromDirectory(directory, reader => new RawEventMapper(reader), pattern, options: Csv))
        .Transform(new EventTransformer());

    public static ILoader<Event> ToDatabase(string database, Action<SqliteLoaderOptions<Event>>? configure = null) => SqliteLoader.Upsert<Event>(
        EventTable.ConnectionTo(database),
        "events",
        options =>
        {
            options
                .Column("id", e => e.Id, type: "TEXT", notNull: false, key: true)
                .Column("ts", e => e.Timestamp, type: "TEXT")
                .Column("value", e => e.Value, type: "REAL")
                .Column("source_file", e => e.SourceFile, type: "TEXT");
            configure?.Invoke(options);
        });
}
