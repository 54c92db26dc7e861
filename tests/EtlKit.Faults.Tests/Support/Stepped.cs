namespace EtlKit.Faults.Tests;

/// <summary>Tells of each call of a loader before it is made, so that a test can let a fault strike there, and keeps what the calls have thrown.</summary>
/// <remarks>Used by the writer alone; read by tests when the run has ended.</remarks>
internal sealed class Stepped<TRow>
{
    private readonly Dictionary<LoaderStep, int> _counts = [];

    /// <summary>Gets or sets what is done before a call; it gets the step and how often it was reached, from 1.</summary>
    public Func<LoaderStep, int, ValueTask> Before { get; init; } = (_, _) => default;

    /// <summary>Gets or sets what is done when a call has failed; it gets how many have.</summary>
    public Action<int> OnFailure { get; init; } = _ => { };

    /// <summary>Gets what the calls of the loader have thrown: the faults that have really hit.</summary>
    public List<(LoaderStep Step, Exception Exception)> Failures { get; } = [];

    /// <summary>Gets what was thrown by the calls that give the run lock back when the run has ended.</summary>
    public List<Exception> FailuresOfUnlocking { get; } = [];

    public int CountOf(LoaderStep step) => _counts.GetValueOrDefault(step);

    public ILoader<TRow> Around(ILoader<TRow> loader) => new Loader(this, loader);

    private async ValueTask<T> RunAsync<T>(LoaderStep step, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        // Nothing else is called that can't be cancelled.
        if (!cancellationToken.CanBeCanceled)
        {
            return await UnlockAsync(() => call(cancellationToken));
        }

        _counts[step] = _counts.GetValueOrDefault(step) + 1;
        await Before(step, _counts[step]);
        try
        {
            return await call(cancellationToken);
        }
        catch (Exception exception)
        {
            Failures.Add((step, exception));
            OnFailure(Failures.Count);
            throw;
        }
    }

    private ValueTask<bool> RunAsync(LoaderStep step, Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken) => RunAsync(
        step,
        async token =>
        {
            await call(token);
            return true;
        },
        cancellationToken);

    private async ValueTask<T> UnlockAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception)
        {
            FailuresOfUnlocking.Add(exception);
            throw;
        }
    }

    private sealed class Loader(Stepped<TRow> steps, ILoader<TRow> loader) : ILoader<TRow>
    {
        public string Name => loader.Name;

        public LoaderCapabilities Capabilities => loader.Capabilities;

        public ErrorKind Classify(Exception exception) => loader.Classify(exception);

        public Rejection DescribeRefusal(Exception exception) => loader.DescribeRefusal(exception);

        public ValueTask<ILoadSession<TRow>> OpenAsync(LoadContext context, CancellationToken cancellationToken) =>
            steps.RunAsync<ILoadSession<TRow>>(
                LoaderStep.Open, async token => new Session(steps, (ITransactionalLoadSession<TRow>)await loader.OpenAsync(context, token)), cancellationToken);
    }

    private sealed class Session(Stepped<TRow> steps, ITransactionalLoadSession<TRow> session) : ITransactionalLoadSession<TRow>
    {
        public ValueTask<IReadOnlyList<SourceCheckpoint>> ReadCheckpointsAsync(CancellationToken cancellationToken) =>
            steps.RunAsync(LoaderStep.Read, session.ReadCheckpointsAsync, cancellationToken);

        public ValueTask<ILoadTransaction<TRow>> BeginAsync(CancellationToken cancellationToken) =>
            steps.RunAsync<ILoadTransaction<TRow>>(LoaderStep.Begin, async token => new Transaction(steps, await session.BeginAsync(token)), cancellationToken);

        public ValueTask<LoadResult> LoadAsync(RowBatch<TRow> batch, CancellationToken cancellationToken) => session.LoadAsync(batch, cancellationToken);

        public ValueTask<RunLock?> ReadRunLockAsync(CancellationToken cancellationToken) =>
            steps.RunAsync(LoaderStep.Lock, session.ReadRunLockAsync, cancellationToken);

        public async ValueTask CompleteAsync(CancellationToken cancellationToken) =>
            await steps.RunAsync(LoaderStep.Complete, session.CompleteAsync, cancellationToken);

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }

    private sealed class Transaction(Stepped<TRow> steps, ILoadTransaction<TRow> transaction) : ILoadTransaction<TRow>
    {
        public bool IsOpen => transaction.IsOpen;

        public ValueTask<LoadResult> WriteAsync(ReadOnlyMemory<TRow> rows, CancellationToken cancellationToken) =>
            steps.RunAsync(LoaderStep.Write, token => transaction.WriteAsync(rows, token), cancellationToken);

        public ValueTask<bool> TryLockAsync(RunLock runLock, long replacedEpoch, CancellationToken cancellationToken) =>
            steps.RunAsync(LoaderStep.Lock, token => transaction.TryLockAsync(runLock, replacedEpoch, token), cancellationToken);

        public async ValueTask SaveAsync(LoadProgress progress, CancellationToken cancellationToken) =>
            await steps.RunAsync(LoaderStep.Save, token => transaction.SaveAsync(progress, token), cancellationToken);

        public async ValueTask CommitAsync(CancellationToken cancellationToken) =>
            await steps.RunAsync(LoaderStep.Commit, transaction.CommitAsync, cancellationToken);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
