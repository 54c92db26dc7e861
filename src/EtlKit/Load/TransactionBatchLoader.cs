namespace EtlKit;

/// <summary>Loads batches in transactions: rows that the target refuses are rejected, and checkpoints are committed with the rows.</summary>
internal sealed class TransactionBatchLoader<TRow>(
    ITransactionalLoadSession<TRow> session,
    ILoader<TRow> loader,
    ErrorClassifier classifier,
    LoadRetry retry,
    RejectBudget budget,
    RejectFile? rejectFile,
    RunLease<TRow>? lease,
    Checkpoints? checkpoints,
    Func<TRow, string>? formatRow) : IBatchLoader<TRow>
{
    public TimeSpan Patience => lease?.RenewalInterval ?? TimeSpan.MaxValue;

    public async ValueTask<BatchOutcome> LoadAsync(BatchBuffer<TRow> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0 && checkpoints is null && lease is null)
        {
            budget.Check(batch.Filtered, batch.Rejects);
            rejectFile?.Append(batch.Rejects);
            rejectFile?.Commit();
            budget.Commit(batch.Filtered, batch.Rejects);
            return new BatchOutcome(default, batch.Rejects);
        }

        return await retry.RunAsync(
            static (state, token) => state.Loader.TryAsync(state.Batch, token), (Loader: this, Batch: batch), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => lease?.KeepAliveAsync(cancellationToken) ?? default;

    public ValueTask CompleteAsync(CancellationToken cancellationToken) =>
        checkpoints is not null ? SaveAsync(new LoadProgress { CompletesRun = true }, cancellationToken) : default;

    /// <summary>Saves where a reject file begins that has no checkpoint yet: what a killed run appends to it can be told from what was there before.</summary>
    public ValueTask BeginRejectFileAsync(RejectFile file, CancellationToken cancellationToken) =>
        SaveAsync(new LoadProgress { Checkpoints = [Checkpoints.OfRejectFile(file)] }, cancellationToken);

    /// <summary>Saves state without any rows.</summary>
    private async ValueTask SaveAsync(LoadProgress progress, CancellationToken cancellationToken) => _ = await retry.RunAsync(
        static async (state, token) =>
        {
            var transaction = await state.Session.BeginAsync(token).ConfigureAwait(false);
            await using var end = transaction.ConfigureAwait(false);
            if (state.Lease is { } lease)
            {
                await lease.RenewAsync(transaction, token).ConfigureAwait(false);
            }

            await transaction.SaveAsync(state.Progress, token).ConfigureAwait(false);
            await transaction.CommitAsync(token).ConfigureAwait(false);
            return true;
        },
        (Session: session, Lease: lease, Progress: progress),
        cancellationToken).ConfigureAwait(false);

    /// <summary>One attempt. Whatever it throws, nothing of the batch is in the target.</summary>
    private async ValueTask<BatchOutcome> TryAsync(BatchBuffer<TRow> batch, CancellationToken cancellationToken)
    {
        var narrowing = new BatchNarrowing<TRow>(session, loader, classifier, batch.Rows);
        await using var end = narrowing.ConfigureAwait(false);
        await narrowing.WriteAsync(cancellationToken).ConfigureAwait(false);

        var refused = narrowing.Refused;
        IReadOnlyList<Reject> rejects = refused.Count == 0 ? batch.Rejects : [.. batch.Rejects, .. refused.Select(row => ToReject(batch, row))];
        var others = batch.Count - refused.Count + batch.Filtered;
        budget.Check(others, rejects);

        // From here on nobody else can have the lock before the transaction has ended, so the reject file is this run's, too.
        if (lease is not null)
        {
            await lease.RenewAsync(narrowing.Transaction, cancellationToken).ConfigureAwait(false);
        }

        rejectFile?.RollBack();
        if (checkpoints is not null)
        {
            await CommitAsync(narrowing.Transaction, checkpoints, batch, rejects, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await narrowing.Transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            rejectFile?.Append(rejects);
        }

        rejectFile?.Commit();
        budget.Commit(others, rejects);
        return new BatchOutcome(narrowing.Result, rejects);
    }

    /// <summary>Commits with the checkpoints, and with the length of the reject file, which comes first: what it holds beyond that is cut off at the next start.</summary>
    private async ValueTask CommitAsync(
        ILoadTransaction<TRow> transaction,
        Checkpoints checkpoints,
        BatchBuffer<TRow> batch,
        IReadOnlyList<Reject> rejects,
        CancellationToken cancellationToken)
    {
        try
        {
            rejectFile?.Append(rejects, sync: true);
            var saved = await checkpoints.ToSaveAsync(batch.Shares, rejects, rejectFile, cancellationToken).ConfigureAwait(false);
            await transaction.SaveAsync(new LoadProgress { Checkpoints = saved }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            rejectFile?.RollBack();
            throw;
        }

        // Whether a commit that fails has been carried out can only be known by the next start, which reads the checkpoints.
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Reject ToReject(BatchBuffer<TRow> batch, RefusedRow row)
    {
        var (source, origin) = batch.OriginOf(row.Index);
        return new Reject(source.Name, origin.RowNumber, origin.LineNumber, RejectStage.Load, row.Reason)
        {
            Row = formatRow?.Invoke(batch.Rows.Span[row.Index]),
        };
    }
}
