using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Holds the run lock of a pipeline in its target for one run. Used by one task at a time.</summary>
/// <remarks>
/// The lock is renewed within the transaction of each batch, so a run that has lost it can't commit: that, and not any clock, is what keeps two runs from
/// loading at once. Clocks only decide how soon a lock is taken over whose holder can't be seen.
/// </remarks>
internal sealed class RunLease<TRow>(
    ITransactionalLoadSession<TRow> session, PipelineSettings settings, string runId, string target, ErrorClassifier classifier) : IDisposable
{
    // The runs of this process that may still write. A lock that one of them has left behind is not held by the process being alive.
    private static readonly ConcurrentDictionary<string, bool> ActiveRuns = new(StringComparer.Ordinal);

    private readonly TimeProvider _time = settings.TimeProvider;
    private readonly ILogger _logger = settings.Logger;

    // What this run has stored; null before it has the lock.
    private RunLock? _held;

    // A lock that has lapsed, and is being taken over.
    private RunLock? _lapsed;

    /// <summary>How long the writer may be idle before it must renew the lock.</summary>
    public TimeSpan RenewalInterval => settings.Options.RunLockLease / 3;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="RunLockedException">Another run holds it.</exception>
    public async ValueTask AcquireAsync(LoadRetry retry, CancellationToken cancellationToken)
    {
        ActiveRuns[runId] = true;
        try
        {
            _held = await retry.RunAsync(static (lease, token) => lease.TryAcquireAsync(token), this, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            _lapsed is { } lapsed && exception is not OperationCanceledException && classifier.Classify(exception) == ErrorKind.Transient)
        {
            throw new RunLockedException(
                $"The run lock of pipeline '{settings.Name}' has lapsed, but can't be taken over, because something still locks {target}: {exception.Message} "
                + $"The lock is that of {lapsed}. If that process is stopped or hangs within a transaction, end it; nothing of that transaction is committed then.",
                lapsed,
                exception);
        }
    }

    /// <summary>Renews the lock within a transaction, which can then be committed only by the one who holds it.</summary>
    /// <exception cref="RunLockLostException">Another run has taken it over.</exception>
    public async ValueTask RenewAsync(ILoadTransaction<TRow> transaction, CancellationToken cancellationToken)
    {
        var held = _held!;
        var renewed = held with { HeartbeatAt = _time.GetUtcNow() };
        if (!await transaction.TryLockAsync(renewed, renewed.Epoch, cancellationToken).ConfigureAwait(false))
        {
            var holder = await session.ReadRunLockAsync(cancellationToken).ConfigureAwait(false);
            _held = null;
            throw new RunLockLostException(FormattableString.Invariant(
                $"The run lock of pipeline '{settings.Name}' in {target} was lost: it is now that of {holder?.ToString() ?? "nobody"}. This run renewed it last at {held.HeartbeatAt:yyyy-MM-dd HH:mm:ss}Z; one that stands still for longer than {nameof(PipelineOptions.RunLockLease)} ({held.Lease.TotalSeconds:0.#} s) loses it. What was not committed by then is left to the other run."));
        }

        _held = renewed;
    }

    /// <summary>Renews the lock by itself, while there is nothing to commit. An error that may pass is left to the next renewal.</summary>
    /// <exception cref="RunLockLostException">Another run has taken it over.</exception>
    public async ValueTask KeepAliveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var transaction = await session.BeginAsync(cancellationToken).ConfigureAwait(false);
            await using var end = transaction.ConfigureAwait(false);
            await RenewAsync(transaction, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && classifier.Classify(exception) == ErrorKind.Transient)
        {
            Log.RunLockNotRenewed(_logger, exception);
        }
    }

    /// <summary>Gives the lock back, unless it was lost. When that fails, the next run has to see by itself that the lock has lapsed.</summary>
    /// <param name="retry">Tries again while the target is locked by others.</param>
    /// <param name="abort">Ends that.</param>
    public async ValueTask ReleaseAsync(LoadRetry retry, CancellationToken abort)
    {
        if (_held is not { } held)
        {
            return;
        }

        try
        {
            _ = abort.IsCancellationRequested
                ? await TryReleaseAsync(held).ConfigureAwait(false)
                : await retry.RunAsync(static (state, _) => state.Lease.TryReleaseAsync(state.Held), (Lease: this, Held: held), abort).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.RunLockNotReleased(_logger, exception);
        }

        _held = null;
    }

    public void Dispose() => ActiveRuns.TryRemove(runId, out _);

    private async ValueTask<RunLock> TryAcquireAsync(CancellationToken cancellationToken)
    {
        // Looked at before a transaction is begun, because one may have to wait for the very run that holds the lock.
        _lapsed = ThrowIfHeld(await session.ReadRunLockAsync(cancellationToken).ConfigureAwait(false));
        var transaction = await session.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using var end = transaction.ConfigureAwait(false);
        var found = await session.ReadRunLockAsync(cancellationToken).ConfigureAwait(false);
        var lapsed = ThrowIfHeld(found);

        var now = _time.GetUtcNow();
        var acquired = new RunLock
        {
            Epoch = (found?.Epoch ?? 0) + 1,
            RunId = runId,
            Machine = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            Process = ProcessIdentity.Current,
            AcquiredAt = now,
            HeartbeatAt = now,
            Lease = settings.Options.RunLockLease,
        };
        if (!await transaction.TryLockAsync(acquired, found?.Epoch ?? 0, cancellationToken).ConfigureAwait(false))
        {
            throw Refusal(await session.ReadRunLockAsync(cancellationToken).ConfigureAwait(false) ?? acquired, "another run has just taken it");
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        if (lapsed is not null)
        {
            Log.RunLockTakenOver(_logger, lapsed.ToString());
        }

        return acquired;
    }

    private async ValueTask<bool> TryReleaseAsync(RunLock held)
    {
        var transaction = await session.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        await using var end = transaction.ConfigureAwait(false);
        if (!await transaction.TryLockAsync(held with { IsReleased = true }, held.Epoch, CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>Returns a lock that was not released, but has lapsed.</summary>
    private RunLock? ThrowIfHeld(RunLock? found)
    {
        if (found is null || found.IsReleased || found.RunId == runId)
        {
            return null;
        }

        // A renewal far in the future was written by a clock that was set back since, and can't be waited for.
        var idle = _time.GetUtcNow() - found.HeartbeatAt;
        return idle.Duration() > found.Lease || IsGone(found)
            ? found
            : throw Refusal(found, $"it is held by {found}");
    }

    private static bool IsGone(RunLock found) => found.Process == ProcessIdentity.Current
        ? !ActiveRuns.ContainsKey(found.RunId)
        : ProcessIdentity.IsGone(found.Process);

    private RunLockedException Refusal(RunLock found, string why) => new(
        $"Pipeline '{settings.Name}' can't get its run lock in {target}: {why}. Wait until that run has ended, or give this pipeline another name if both may load at once. "
        + $"A lock whose process is gone is taken over: at once on the same machine, from another {FormattableString.Invariant($"{found.Lease.TotalSeconds:0.#}")} s after it was last heard of.",
        found);
}
