using EtlKit.Csv;
using EtlKit.Sqlite;

namespace EtlKit.Comparison;

/// <summary>The pipeline of <see cref="EventPipeline"/>, of rows whose texts stay UTF-8.</summary>
internal static class Utf8EventPipeline
{
    private static readonly CsvExtractorOptions Csv = new() { RaggedRecords = CsvRecordPolicy.Accept };

    /// <summary>Begins a pipeline over the files.</summary>
    public static PipelineBuilder<Utf8Event> FromFiles(string directory, string pattern) => new PipelineBuilder("events")
        .Extract(CsvExtractor.FromDirectory(directory, reader => new RawUtf8EventMapper(reader), pattern, options: Csv))
        .Transform(new Utf8EventTransformer());

    public static ILoader<Utf8Event> ToDatabase(string database) => SqliteLoader.Upsert<Utf8Event>(
        EventTable.ConnectionTo(database),
        "events",
        options => options
            .Column("id", e => e.Id, type: "TEXT", notNull: false, key: true)
            .Column("ts", e => e.Timestamp, type: "TEXT")
            .Column("value", e => e.Value, type: "REAL")
            .Column("source_file", e => e.SourceFile, type: "TEXT"));
}
