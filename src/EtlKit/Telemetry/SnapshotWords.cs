using System.Globalization;

namespace EtlKit;

/// <summary>Says in words what a run waits for.</summary>
internal static class SnapshotWords
{
    private const int MaxProducers = 3;

    public static string WaitsFor(PipelineSnapshot snapshot) => OfWriter(snapshot.Writer, snapshot.TakenAt) ?? OfProducers(snapshot.Producers);

    /// <summary>A time as snapshots show it.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:N1} s");

    public static string StateOf(ProducerSnapshot producer) => producer.State switch
    {
        ProducerState.NotStarted => "has not started",
        ProducerState.Listing => "waits for a source",
        ProducerState.CheckingCheckpoint => "checks the checkpoint",
        ProducerState.Opening => "opens the source",
        ProducerState.Skipping => "reads over rows",
        ProducerState.Reading => "reads",
        ProducerState.WaitingForSource => "waits for the next row",
        ProducerState.Transforming => "transforms",
        ProducerState.WaitingForStep => "waits for a step",
        ProducerState.WaitingForChannel => "waits for the channel",
        ProducerState.Closing => "closes the source",
        _ => "has ended",
    };

    public static string StateOf(WriterSnapshot writer) => writer.State switch
    {
        WriterState.NotStarted => "has not started",
        WriterState.WaitingForRows => "waits for rows",
        WriterState.Gathering => "gathers a batch",
        WriterState.Retrying => "waits to retry",
        WriterState.ReportingProgress => "reports progress",
        WriterState.EndingListing => "ends the listing",
        WriterState.WritingRejectFile => "reject file",
        WriterState.Ended => "has ended",
        _ => writer.Call ?? "calls the loader",
    };

    public static string Retry(RetrySnapshot retry, bool isUnderWay, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{retry.ErrorType} {Seconds(now - retry.LastFailedAt)} ago, {(isUnderWay ? "in retry" : "before retry")} {retry.Number:N0}");

    /// <summary>What is done with the target or by the writer; null when what it does is to wait for the producers.</summary>
    private static string? OfWriter(WriterSnapshot writer, DateTimeOffset now)
    {
        var time = Seconds(writer.TimeInState);
        return writer.State switch
        {
            WriterState.NotStarted or WriterState.WaitingForRows or WriterState.Gathering => null,
            WriterState.ReportingProgress => $"the receiver of its progress, for {time}",
            WriterState.EndingListing => $"the listing of the sources to end, for {time}",
            WriterState.WritingRejectFile => $"the reject file, for {time}",
            WriterState.Ended => "nothing: it has ended",
            _ => $"loader {writer.Loader}: {writer.Call ?? "a call"}, for {Seconds(writer.CallTime)}"
                + (writer.Retry is { } retry ? $" ({Retry(retry, writer.State != WriterState.Retrying, now)})" : ""),
        };
    }

    private static string OfProducers(IReadOnlyList<ProducerSnapshot> producers)
    {
        var waits = producers.Where(producer => producer.State is not (ProducerState.Ended or ProducerState.WaitingForChannel))
            .OrderByDescending(producer => producer.TimeInState)
            .DistinctBy(producer => (producer.State, producer.Source))
            .ToList();
        return waits.Count == 0
            ? "the writer"
            : string.Join("; ", waits.Take(MaxProducers).Select(OfProducer))
                + (waits.Count > MaxProducers ? string.Create(CultureInfo.InvariantCulture, $"; and {waits.Count - MaxProducers:N0} more") : "");
    }

    private static string OfProducer(ProducerSnapshot producer)
    {
        var source = $"source '{LogText.Clean(producer.Source ?? "")}'";
        var time = Seconds(producer.TimeInState);
        var step = producer.OldestRowUnderWay > 0 ? FormattableString.Invariant($"an asynchronous step, with row {producer.OldestRowUnderWay} of {source}") : "";
        var row = producer.RowNumber > 0 ? FormattableString.Invariant($"row {producer.RowNumber}") : "";
        var given = row.Length > 0 ? $"no row after {row}" : "no row";
        return producer.State switch
        {
            ProducerState.NotStarted => $"its tasks to begin, for {time}",
            ProducerState.Listing => $"the listing of the sources, for {time}",
            ProducerState.CheckingCheckpoint => $"{source} to tell whether it has changed, for {time}",
            ProducerState.Opening => $"{source} to open, for {time}",
            ProducerState.Skipping => $"{source} to be read over as far as an earlier run came, {given} for {time}",
            ProducerState.Reading => $"{source}, which has given {given} for {time} and holds its thread",
            ProducerState.WaitingForSource => $"{source}, which has given {given} for {time}" + (step.Length > 0 ? $", and {step}" : ""),
            ProducerState.Transforming => $"a step, with {row} of {source} for {time}",
            ProducerState.WaitingForStep => $"{step}, for {time}",
            _ => $"{source} to close, for {time}",
        };
    }
}
