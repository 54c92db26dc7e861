namespace EtlKit.Comparison;

/// <summary>A batch takes a statement for every eight rows, and two for its transaction; a checkpoint takes one for the lock of the run and one for each source.</summary>
internal static class StatementGuard
{
    private const int Batches = 10;
    private const int RowsPerStatement = 8;
    private const int Transaction = 2;
    private const int Lock = 1;
    private const int Checkpoint = 1;

    public static async IAsyncEnumerable<GuardCheck> ChecksAsync(GuardWorkspace workspace)
    {
        var inserts = PipelineDefaults.BatchSize / RowsPerStatement;
        SqliteStatements.Count();
        yield return await CheckAsync("without checkpoints", inserts + Transaction, rows => workspace.LoadAsync(rows, checkpoints: false));
        yield return await CheckAsync("with checkpoints", inserts + Transaction + Lock + Checkpoint, rows => workspace.LoadAsync(rows, checkpoints: true));
    }

    private static async Task<GuardCheck> CheckAsync(string name, int atMost, Func<int, Task> run)
    {
        var once = await CountAsync(() => run(Batches * PipelineDefaults.BatchSize));
        var twice = await CountAsync(() => run(2 * Batches * PipelineDefaults.BatchSize));
        return new GuardCheck("statements of a batch, " + name, (double)(twice - once) / Batches, "statements", atMost);
    }

    private static async Task<long> CountAsync(Func<Task> run)
    {
        var before = SqliteStatements.Counted;
        await run();
        return SqliteStatements.Counted - before;
    }
}
