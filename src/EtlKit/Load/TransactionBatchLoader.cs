namespace EtlKit;

/// <summary>Loads batches in transactions: rows that the target refuses are rejected, and checkpoints and rejects are committed with the rows.</summary>
internal sealed class TransactionBatchLoader<TRow>(
    ITransactionalLoadSession<TRow> session,
    ILoader<TRow> loader,
    ErrorClassifier classifier,
    LoadRetry retry,
    RejectHandling handling,
    RunLease<TRow>? lease,
    Checkpoints? checkpoints,
    RowJson<TRow>? rowJson) : IBatchLoader<TRow>
{
    private readonly RejectFile? _rejectFile = handling.File;

    public TimeSpan Patience => lease?.RenewalInterval ?? TimeSpan.MaxValue;

    public bool PrefersLargeBatches => session.PrefersLargeBatches;

    public async ValueTask<BatchOutcome> LoadAsync(BatchBuffer<TRow> batch, CancellationToken cancellationToken)
    {
        var decided = batch.Count == 0 && checkpoints is null && lease is null && !handling.StoresInTarget
            ? Decide(batch, [], default)
            : await retry.RunAsync(
                static (state, token) => state.Loader.TryAsync(state.Batch, token), (Loader: this, Batch: batch), cancellationToken).ConfigureAwait(false);

        // Outside of what is tried again: the batch is committed.
        if (checkpoints is null)
        {
            _rejectFile?.Append(decided.Rejects.New, decided.Rejects.Replayed);
        }

        handling.Commit(decided.Others, decided.Rejects);
        return new BatchOutcome(decided.Result, decided.Rejects.All);
    }

    public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => lease?.KeepAliveAsync(cancellationToken) ?? default;

    public ValueTask CompleteAsync(CancellationToken cancellationToken) =>
        checkpoints is { CanForget: true } ? SaveAsync(new LoadProgress { CompletesRun = true }, cancellationToken) : default;

    /// <summary>
    /// Cuts a reject file off where it was committed last. One that has no checkpoint yet gets it: what a killed run appends to it can be told from what was there
    /// before.
    /// </summary>
    public ValueTask BeginRejectFileAsync(RejectFile file, SourcePosition? committed, CancellationToken cancellationToken) => committed is { } place
        ? InTransactionAsync(
            (_, _) =>
            {
                file.Restore(place);
                return default;
            },
            cancellationToken)
        : SaveAsync(new LoadProgress { Checkpoints = [Checkpoints.OfRejectFile(file)] }, cancellationToken);

    /// <summary>Saves state without any rows.</summary>
    private ValueTask SaveAsync(LoadProgress progress, CancellationToken cancellationToken) =>
        InTransactionAsync((transaction, token) => transaction.SaveAsync(progress, token), cancellationToken);

    /// <summary>Does what only the holder of the run lock may do.</summary>
    private async ValueTask InTransactionAsync(Func<ILoadTransaction<TRow>, CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        _ = await retry.RunAsync(
            static async (state, token) =>
            {
                var transaction = await state.Session.BeginAsync(token).ConfigureAwait(false);
                await using var end = transaction.ConfigureAwait(false);
                if (state.Lease is { } lease)
                {
                    await lease.RenewAsync(transaction, token).ConfigureAwait(false);
                }

                await state.Work(transaction, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            (Session: session, Lease: lease, Work: work),
            cancellationToken).ConfigureAwait(false);

    /// <summary>One attempt. Whatever it throws, nothing of the batch is in the target.</summary>
    private async ValueTask<Decided> TryAsync(BatchBuffer<TRow> batch, CancellationToken cancellationToken)
    {
        var narrowing = new BatchNarrowing<TRow>(session, loader, classifier, batch.Rows);
        await using var end = narrowing.ConfigureAwait(false);
        await narrowing.WriteAsync(cancellationToken).ConfigureAwait(false);

        var decided = Decide(batch, narrowing.Refused, narrowing.Result);

        // From here on nobody else can have the lock before the transaction has ended, so the reject file is this run's, too.
        if (lease is not null)
        {
            await lease.RenewAsync(narrowing.Transaction, cancellationToken).ConfigureAwait(false);
        }

        if (checkpoints is not null || handling.StoresInTarget)
        {
            await SaveAsync(narrowing.Transaction, batch, decided.Rejects, cancellationToken).ConfigureAwait(false);
        }

        // Whether a commit that fails has been carried out can only be known by the next start, which reads the checkpoints.
        await narrowing.Transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return decided;
    }

    private Decided Decide(BatchBuffer<TRow> batch, IReadOnlyList<RefusedRow> refused, LoadResult result)
    {
        var rejects = BatchRejects.Of(refused.Count == 0 ? batch.Rejects : Join(batch, refused), batch.Letters);
        var others = batch.Count - refused.Count + batch.Filtered;
        handling.Check(others, rejects);
        return new(result, rejects, others);
    }

    /// <summary>
    /// Saves rejects and checkpoints, and the length of the reject file, which is written first. What it holds beyond that is cut off by the next attempt, or at the
    /// next start: not here, because the lock may be lost as soon as the transaction has failed.
    /// </summary>
    private async ValueTask SaveAsync(
        ILoadTransaction<TRow> transaction, BatchBuffer<TRow> batch, BatchRejects rejects, CancellationToken cancellationToken)
    {
        IReadOnlyList<SourceCheckpoint> saved = [];
        if (checkpoints is not null)
        {
            _rejectFile?.RollBack();
            _rejectFile?.Append(rejects.New, rejects.Replayed, sync: true);
            saved = await checkpoints.ToSaveAsync(batch.Shares, rejects.All, _rejectFile, cancellationToken).ConfigureAwait(false);
        }

        var progress = handling.StoresInTarget
            ? new LoadProgress { Checkpoints = saved, Rejects = rejects.New, Replayed = rejects.Replayed }
            : new LoadProgress { Checkpoints = saved };
        await transaction.SaveAsync(progress, cancellationToken).ConfigureAwait(false);
    }

    private RejectList Join(BatchBuffer<TRow> batch, IReadOnlyList<RefusedRow> refused)
    {
        var rejects = new RejectList(batch.Rejects, refused.Count);
        foreach (var row in refused)
        {
            rejects.Add(ToReject(batch, row));
        }

        return rejects;
    }

    private Reject ToReject(BatchBuffer<TRow> batch, RefusedRow row)
    {
        var (source, origin) = batch.OriginOf(row.Index);
        var json = rowJson?.Format(batch.Rows.Span[row.Index]);
        var (reason, code) = (row.Rejection.Reason, row.Rejection.Code);
        if (batch.Letters.Count == 0)
        {
            return new Reject(source.Name, origin.RowNumber, origin.LineNumber, RejectStage.Load, reason) { Code = code, Row = json };
        }

        var ((id, rejected), outcomes) = batch.LetterOf(origin.RowNumber);
        var reject = rejected with { Stage = RejectStage.Load, Reason = reason, Code = code, Row = json ?? rejected.Row, LetterId = id };

        // The raw text of a letter that is good in part would give the good part again.
        return outcomes == 1 ? reject : reject with { RawText = null };
    }

    /// <summary>What became of a batch, and how many of its rows were not rejected.</summary>
    private readonly record struct Decided(LoadResult Result, BatchRejects Rejects, long Others);
}
