namespace EtlKit.Tests;

/// <summary>Waits until a run has come to where a test wants it.</summary>
internal static class Snapshots
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The first snapshot that shows what is waited for.</summary>
    public static async Task<PipelineSnapshot> SnapshotWhenAsync(this Pipeline pipeline, Func<PipelineSnapshot, bool> isThere)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var snapshot = pipeline.GetSnapshot();
            if (snapshot is not null && isThere(snapshot))
            {
                return snapshot;
            }

            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"The run has not come there:\n{snapshot?.ToString() ?? "no run is under way"}");
            }

            await Task.Yield();
        }
    }

    public static Task<PipelineSnapshot> SnapshotWhenAsync(this Pipeline pipeline, ProducerState state) =>
        pipeline.SnapshotWhenAsync(snapshot => snapshot.Producers.Any(producer => producer.State == state));

    public static Task<PipelineSnapshot> SnapshotWhenAsync(this Pipeline pipeline, WriterState state) =>
        pipeline.SnapshotWhenAsync(snapshot => snapshot.Writer.State == state);
}
