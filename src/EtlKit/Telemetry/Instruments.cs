using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>The instruments of one meter. Pipelines that have the same meter share them. Safe for concurrent use.</summary>
/// <remarks>Names, units and tags are relied on by dashboards and alerts: docs/metrics.md lists them, and tests hold both together.</remarks>
internal sealed class Instruments
{
    private static readonly Meter Shared = new(PipelineTelemetry.MeterName, LibraryVersion.Text);

    // A meter that nobody has any more takes its instruments with it.
    private static readonly ConditionalWeakTable<Meter, Instruments> Known = [];
    private static readonly Lock KnownLock = new();

    // Batches take milliseconds to a minute, mostly well below a second; runs take seconds to hours.
    private static readonly InstrumentAdvice<double> BatchSeconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private static readonly InstrumentAdvice<double> RunSeconds = new()
    {
        HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400],
    };

    private static readonly InstrumentAdvice<long> BatchRows = new()
    {
        HistogramBucketBoundaries = [1, 10, 100, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000],
    };

    private Instruments(Meter meter)
    {
        Extracted = meter.CreateCounter<long>("etlkit.rows.extracted", "{row}", "Rows that the extractors gave, rejected ones included.");
        Expanded = meter.CreateCounter<long>("etlkit.rows.expanded", "{row}", "Rows more that expanding steps made than they were given.");
        Loaded = meter.CreateCounter<long>("etlkit.rows.loaded", "{row}", "Rows that were inserted or have changed a row of the target.");
        Unchanged = meter.CreateCounter<long>("etlkit.rows.unchanged", "{row}", "Rows that were already in the target with the same values.");
        Ignored = meter.CreateCounter<long>("etlkit.rows.ignored", "{row}", "Rows that the target was told to ignore.");
        Filtered = meter.CreateCounter<long>("etlkit.rows.filtered", "{row}", "Rows that a transformer dropped on purpose.");
        Rejected = meter.CreateCounter<long>("etlkit.rows.rejected", "{row}", "Rows that extract, transform or load refused.");
        BytesRead = meter.CreateCounter<long>("etlkit.bytes.read", "By", "Bytes read of the sources that know their position in bytes.");
        Sources = meter.CreateCounter<long>("etlkit.sources", "{source}", "Sources, by what became of them.");
        Batches = meter.CreateCounter<long>("etlkit.batches", "{batch}", "Batches that were loaded.");
        BatchSize = meter.CreateHistogram("etlkit.batch.size", "{row}", "Rows of the batches that were loaded.", tags: null, BatchRows);
        BatchDuration = meter.CreateHistogram("etlkit.batch.duration", "s", "Time that batches took to load, retries included.", tags: null, BatchSeconds);
        Retries = meter.CreateCounter<long>("etlkit.retries", "{retry}", "Calls of the loader that were made again after a transient error.");
        ProducerWait = meter.CreateCounter<double>("etlkit.producer.wait", "s", "Time that producers waited because the channel was full, all of them together.");
        WriterWait = meter.CreateCounter<double>("etlkit.writer.wait", "s", "Time that the writer waited for rows.");
        Runs = meter.CreateCounter<long>("etlkit.runs", "{run}", "Runs that have ended, by how.");
        RunDuration = meter.CreateHistogram("etlkit.run.duration", "s", "Time that runs took.", tags: null, RunSeconds);
        _ = meter.CreateObservableUpDownCounter("etlkit.active_runs", Pipelines.ActiveRuns, "{run}", "Runs that are under way, abandoned ones whose calls have not returned included.");
        _ = meter.CreateObservableUpDownCounter("etlkit.channel.usage", Pipelines.ChannelUsage, "{row}", "Rows and rejects that wait in the channels of active runs.");
        _ = meter.CreateObservableUpDownCounter("etlkit.channel.limit", Pipelines.ChannelLimit, "{row}", "Rows that the channels of active runs hold at most.");
        _ = meter.CreateObservableGauge("etlkit.run.last_success", Pipelines.LastSuccesses, "s", "When the last run that succeeded has ended, in seconds since 1970.");
    }

    public Counter<long> Extracted { get; }

    public Counter<long> Expanded { get; }

    public Counter<long> Loaded { get; }

    public Counter<long> Unchanged { get; }

    public Counter<long> Ignored { get; }

    public Counter<long> Filtered { get; }

    public Counter<long> Rejected { get; }

    public Counter<long> BytesRead { get; }

    public Counter<long> Sources { get; }

    public Counter<long> Batches { get; }

    public Histogram<long> BatchSize { get; }

    public Histogram<double> BatchDuration { get; }

    public Counter<long> Retries { get; }

    public Counter<double> ProducerWait { get; }

    public Counter<double> WriterWait { get; }

    public Counter<long> Runs { get; }

    public Histogram<double> RunDuration { get; }

    /// <summary>What the observable instruments look at.</summary>
    public PipelineBook Pipelines { get; } = new();

    /// <summary>The instruments of the meter that a factory makes; without a factory, those of the process.</summary>
    public static Instruments Of(IMeterFactory? factory)
    {
        var meter = factory?.Create(PipelineTelemetry.MeterName, LibraryVersion.Text) ?? Shared;

        // Locked, because instruments that are made twice would be observed twice.
        lock (KnownLock)
        {
            return Known.GetValue(meter, static meter => new Instruments(meter));
        }
    }
}
