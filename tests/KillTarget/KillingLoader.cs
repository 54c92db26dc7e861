using EtlKit;

namespace KillTarget;

/// <summary>A loader whose transactions are steps, before and after each call.</summary>
internal sealed class KillingLoader<TRow>(ILoader<TRow> loader, Steps steps, bool prefersLargeBatches) : ILoader<TRow>, IRejectStore
{
    private IRejectStore Store => (IRejectStore)loader;

    public string Name => loader.Name;

    public LoaderCapabilities Capabilities => loader.Capabilities;

    public ErrorKind Classify(Exception exception) => loader.Classify(exception);

    public Rejection DescribeRefusal(Exception exception) => loader.DescribeRefusal(exception);

    public ValueTask<RejectStoreSize> MeasureRejectsAsync(string pipeline, CancellationToken cancellationToken) => Store.MeasureRejectsAsync(pipeline, cancellationToken);

    public IAsyncEnumerable<string> ListRejectedSourcesAsync(string pipeline, CancellationToken cancellationToken) =>
        Store.ListRejectedSourcesAsync(pipeline, cancellationToken);

    public IAsyncEnumerable<DeadLetter> ReadRejectsAsync(string pipeline, string source, CancellationToken cancellationToken) =>
        Store.ReadRejectsAsync(pipeline, source, cancellationToken);

    public async ValueTask<ILoadSession<TRow>> OpenAsync(LoadContext context, CancellationToken cancellationToken) =>
        new Session((ITransactionalLoadSession<TRow>)await loader.OpenAsync(context, cancellationToken), steps, prefersLargeBatches);

    private sealed class Session(ITransactionalLoadSession<TRow> session, Steps steps, bool prefersLargeBatches) : ITransactionalLoadSession<TRow>
    {
        public bool PrefersLargeBatches => prefersLargeBatches;

        public ValueTask<IReadOnlyList<SourceCheckpoint>> ReadCheckpointsAsync(CancellationToken cancellationToken) =>
            session.ReadCheckpointsAsync(cancellationToken);

        public ValueTask<RunLock?> ReadRunLockAsync(CancellationToken cancellationToken) => session.ReadRunLockAsync(cancellationToken);

        public async ValueTask<ILoadTransaction<TRow>> BeginAsync(CancellationToken cancellationToken)
        {
            steps.Next("begin");
            return new Transaction(await session.BeginAsync(cancellationToken), steps);
        }

        public ValueTask<LoadResult> LoadAsync(RowBatch<TRow> batch, CancellationToken cancellationToken) => session.LoadAsync(batch, cancellationToken);

        public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            steps.Next("complete");
            await session.CompleteAsync(cancellationToken);
            steps.Next("completed");
        }

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }

    private sealed class Transaction(ILoadTransaction<TRow> transaction, Steps steps) : ILoadTransaction<TRow>
    {
        public bool IsOpen => transaction.IsOpen;

        public async ValueTask<LoadResult> WriteAsync(ReadOnlyMemory<TRow> rows, CancellationToken cancellationToken)
        {
            steps.Next("write");
            return await transaction.WriteAsync(rows, cancellationToken);
        }

        public async ValueTask<bool> TryLockAsync(RunLock runLock, long replacedEpoch, CancellationToken cancellationToken)
        {
            steps.Next("lock");
            return await transaction.TryLockAsync(runLock, replacedEpoch, cancellationToken);
        }

        public async ValueTask SaveAsync(LoadProgress progress, CancellationToken cancellationToken)
        {
            steps.Next("save");
            await transaction.SaveAsync(progress, cancellationToken);
        }

        public async ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            steps.Next("commit");
            await transaction.CommitAsync(cancellationToken);
            steps.Next("committed");
        }

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
