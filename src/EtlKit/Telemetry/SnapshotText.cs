using System.Globalization;
using System.Text;

namespace EtlKit;

/// <summary>Writes a snapshot as text, to be read like a dump of threads.</summary>
internal static class SnapshotText
{
    private const int MaxProducers = 32;

    public static string Write(PipelineSnapshot snapshot)
    {
        var text = new StringBuilder();
        var (rows, writer, channel) = (snapshot.Rows, snapshot.Writer, snapshot.Channel);
        Line(text, $"Pipeline {LogText.Clean(snapshot.Pipeline)}: {WordFor(snapshot.State)} for {SnapshotWords.Seconds(snapshot.Elapsed)}, no progress for {SnapshotWords.Seconds(snapshot.TimeWithoutProgress)} (run {snapshot.RunId}, {snapshot.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z)");
        Line(text, $"  waits for    {snapshot.WaitsFor}");
        Line(text, $"  rows         {rows.Extracted:N0} extracted{Part(rows.Expanded, "more by expansion", " + ")} = {rows.Loaded:N0} loaded{Part(rows.Unchanged, "unchanged", " + ")}{Part(rows.Ignored, "ignored", " + ")}{Part(rows.Filtered, "filtered", " + ")}{Part(rows.Rejected, "rejected", " + ")}{Part(rows.Unfinished, "on their way", " + ")}; {snapshot.Batches:N0} batches, {snapshot.Retries:N0} retries");
        Line(text, $"  sources      {snapshot.SourcesListed:N0} listed, {snapshot.SourcesCompleted:N0} completed{Part(snapshot.SourcesSkipped, "skipped", ", ")}{Part(snapshot.SourcesFailed, "failed", ", ")}");

        foreach (var producer in snapshot.Producers.Take(MaxProducers))
        {
            var state = SnapshotWords.StateOf(producer);
            Line(text, $"  producer {producer.Number,-3} {state,-22} {SnapshotWords.Seconds(producer.TimeInState),12}  {PlaceOf(producer)}");
        }

        if (snapshot.Producers.Count > MaxProducers)
        {
            Line(text, $"  producer …   and {snapshot.Producers.Count - MaxProducers:N0} more");
        }

        Line(text, $"  channel      {channel.Rows:N0} of {channel.RowCapacity:N0} rows in {channel.Chunks:N0} of {channel.ChunkCapacity:N0} chunks, {channel.ProducersWaiting:N0} producers wait");
        var retry = writer.Retry is { } again ? $"; {SnapshotWords.Retry(again, writer.State != WriterState.Retrying, snapshot.TakenAt)}" : "";
        Line(text, $"  writer       {SnapshotWords.StateOf(writer),-22} {SnapshotWords.Seconds(writer.TimeInState),12}  {LogText.Clean(writer.Loader)}, batch {writer.BatchNumber:N0}: {writer.BatchRows:N0} rows{Part(writer.BatchRejects, "rejects", " and ")}{retry}");

        if (snapshot.Failure is { } failure)
        {
            Line(text, $"  failure      {LogText.Clean(failure)}");
        }

        return text.ToString(0, text.Length - 1);
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');

    private static string PlaceOf(ProducerSnapshot producer)
    {
        if (producer.Source is not { } source)
        {
            return "";
        }

        var place = string.Create(
            CultureInfo.InvariantCulture, $"{LogText.Clean(source)}, row {producer.RowNumber:N0}{Part(producer.RowsUnderWay, "under way in asynchronous steps", ", ")}");
        return producer.OldestRowUnderWay is var oldest && oldest > 0 && oldest != producer.RowNumber
            ? string.Create(CultureInfo.InvariantCulture, $"{place}, the oldest row {oldest:N0}")
            : place;
    }

    private static string Part(long count, string what, string separator) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{separator}{count:N0} {what}");

    private static string WordFor(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Stopping => "STOPPING, running",
        RunState.Aborting => "ABORTING, running",
        _ => "ABANDONED, running",
    };
}
