namespace EtlKit.Comparison;

/// <summary>The engine allocates nothing for a row, whatever becomes of it. Rows here are numbers, so that nothing else does, either.</summary>
internal static class AllocationGuard
{
    private const int Rows = 1_000_000;
    private const int FileRows = 400_000;
    private const int OneIn = 10;

    // Chunks are made as they are needed, and waits and batches allocate a little. A single object for each row would be 24 bytes at least.
    private const double BytesPerRow = 3;

    private static readonly Rejection Refused = TransformResult.Reject("no row is good");

    public static async IAsyncEnumerable<GuardCheck> ChecksAsync(GuardWorkspace workspace)
    {
        yield return await CheckAsync("one producer", Rows, rows => EtlKitIntegers.MoveAsync(rows, producers: 1, Integers.Step));
        yield return await CheckAsync("four producers", Rows, rows => EtlKitIntegers.MoveAsync(rows, producers: 4, Integers.Step));
        yield return await CheckAsync("all rejected", Rows, rows => EtlKitIntegers.MoveAsync(rows, producers: 1, Reject));
        yield return await CheckAsync("one in ten filtered", Rows, rows => EtlKitIntegers.MoveAsync(rows, producers: 1, FilterOneInTen));
        yield return await CheckAsync("CSV", FileRows, rows => new PipelineBuilder("numbers")
            .Extract(workspace.Extractor(rows))
            .Load(Loader.From<GuardWorkspace.Number>("nothing", (_, _) => default(ValueTask)))
            .Build()
            .RunAsync());
        yield return await CheckAsync("CSV into SQLite", FileRows, rows => workspace.LoadAsync(rows, checkpoints: false));
        yield return await CheckAsync("CSV into SQLite, checkpoints", FileRows, rows => workspace.LoadAsync(rows, checkpoints: true));

        // Logging at Information is on in these, too.
        using var listeners = new Listeners();
        yield return await CheckAsync("four producers, metrics and traces", Rows, rows => EtlKitIntegers.MoveAsync(rows, producers: 4, Integers.Step));
        yield return await CheckAsync("CSV into SQLite, checkpoints, metrics and traces", FileRows, rows => workspace.LoadAsync(rows, checkpoints: true));
    }

    /// <summary>What twice as many rows allocate more: what a run allocates once is in both.</summary>
    private static async Task<GuardCheck> CheckAsync(string name, int rows, Func<int, Task> run)
    {
        await run(rows);
        await run(2 * rows);
        var once = await AllocatedByAsync(() => run(rows));
        var twice = await AllocatedByAsync(() => run(2 * rows));
        return new GuardCheck("allocated by the engine, " + name, (double)(twice - once) / rows, "bytes a row", BytesPerRow);
    }

    private static async Task<long> AllocatedByAsync(Func<Task> run)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await run();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static TransformResult<int> Reject(int row) => Refused;

    private static TransformResult<int> FilterOneInTen(int row) => row % OneIn == 0 ? TransformResult.Filter : row;
}
