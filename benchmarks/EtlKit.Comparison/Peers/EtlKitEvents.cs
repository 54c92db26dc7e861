using EtlKit.Sqlite;

namespace EtlKit.Comparison;

/// <summary>EtlKit, set up as in the sample CsvToSqlite.</summary>
internal static class EtlKitEvents
{
    /// <summary>Loads the files into the database of the run.</summary>
    /// <param name="context">The run.</param>
    /// <param name="files">What the files look like.</param>
    /// <param name="producers">How many producers there are.</param>
    /// <param name="checkpoints">Whether checkpoints are saved.</param>
    /// <param name="logs">Whether there is a logger that makes the text of each message from Information on.</param>
    /// <param name="directory">The directory of the files; the usual one when left out.</param>
    /// <param name="configure">Sets further options.</param>
    /// <param name="load">Sets further options of the loader.</param>
    public static Task LoadFilesAsync(
        RunContext context,
        EventFiles files,
        int producers,
        bool checkpoints = false,
        bool logs = false,
        string? directory = null,
        Action<PipelineOptions>? configure = null,
        Action<SqliteLoaderOptions<Event>>? load = null) => context.MeasureAsync(async () =>
    {
        var builder = EventPipeline.FromFiles(directory ?? context.Files.Input, files.Pattern, logs ? new DiscardingLogger() : null)
            .Load(EventPipeline.ToDatabase(context.Database, load))
            .Configure(o => o.Producers = producers)
            .Configure(configure ?? (_ => { }));
        var report = await (checkpoints ? builder.WithCheckpoints() : builder).Build().RunAsync();
        return report.Rows.Loaded;
    });

    /// <summary>Loads the files into the database of the run by rows whose texts stay UTF-8.</summary>
    /// <param name="context">The run.</param>
    /// <param name="files">What the files look like.</param>
    /// <param name="producers">How many producers there are.</param>
    public static Task LoadUtf8FilesAsync(RunContext context, EventFiles files, int producers) => context.MeasureAsync(async () =>
    {
        var report = await Utf8EventPipeline.FromFiles(context.Files.Input, files.Pattern)
            .Load(Utf8EventPipeline.ToDatabase(context.Database))
            .Configure(o => o.Producers = producers)
            .Build()
            .RunAsync();
        return report.Rows.Loaded;
    });

    /// <summary>Loads rows from memory into the database of the run.</summary>
    public static Task LoadRowsAsync(
        RunContext context, Event[] rows, Action<PipelineOptions>? configure = null, Action<SqliteLoaderOptions<Event>>? load = null) =>
        context.MeasureAsync(async () =>
        {
            var report = await new PipelineBuilder("events")
                .Extract(Extractor.From("events.csv", rows))
                .Load(EventPipeline.ToDatabase(context.Database, load))
                .Configure(configure ?? (_ => { }))
                .Build()
                .RunAsync();
            return report.Rows.Loaded + report.Rows.Unchanged;
        });
}
