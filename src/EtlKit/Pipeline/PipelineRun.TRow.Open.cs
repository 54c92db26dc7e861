namespace EtlKit;

/// <content>How a run opens its target: the session, the run lock, what earlier runs have saved, and who loads its batches.</content>
internal sealed partial class PipelineRun<TRow>
{
    private async Task<ILoadSession<TRow>> OpenAsync()
    {
        var context = new LoadContext
        {
            Pipeline = _settings.Name,
            RunId = Id,
            BatchSize = _settings.Options.BatchSize,
            LargeBatchSize = BatchLimits.For(_settings.Options).LargeRows,
            Logger = _settings.Logger,
            TimeProvider = _settings.TimeProvider,
        };

        using var call = _loaderCall.Begin("opening", WriterState.Opening);
        var session = await _retry.RunAsync(
            static (state, token) => state.Loader.OpenAsync(state.Context, token), (Loader: _loader, Context: context), _control.Stop).ConfigureAwait(false);
        Log.LoaderOpened(_settings.Logger, _loaderName);
        return session ?? throw new InvalidOperationException($"{_loaderName} has returned null instead of a session.");
    }

    private void ThrowIfStagedReplay()
    {
        if (_isReplay && _isStaged)
        {
            throw new InvalidOperationException(
                $"The rejects can't be replayed: {_loaderName} holds its rows back until the run completes ({nameof(ILoadSession<>.LoadsAtCompletion)}). A replay would put its few rows "
                + "in the place of all others, or mark rejects whose rows are not loaded after all. Mend what was wrong and run the pipeline again, which loads all rows.");
        }
    }

    private async ValueTask<RunLease<TRow>?> LockAsync(ILoadSession<TRow> session)
    {
        if (!_settings.UsesRunLock)
        {
            return null;
        }

        using var call = _loaderCall.Begin("locking", WriterState.Locking);
        var lease = new RunLease<TRow>(AsTransactional(session), _settings, Id, _loaderName, _classifier);
        try
        {
            await lease.AcquireAsync(_retry, _control.Stop).ConfigureAwait(false);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async ValueTask UnlockAsync(RunLease<TRow>? lease)
    {
        if (lease is null)
        {
            return;
        }

        using var call = _loaderCall.Begin("unlocking", WriterState.Locking);
        await lease.ReleaseAsync(_retry, _control.Abort).ConfigureAwait(false);
        lease.Dispose();
    }

    private ITransactionalLoadSession<TRow> AsTransactional(ILoadSession<TRow> session) =>
        session as ITransactionalLoadSession<TRow> ?? throw new InvalidOperationException(
            $"{_loaderName} says that it is transactional, but its session is a {session.GetType().Name}, which is no ITransactionalLoadSession. Correct its Capabilities.");

    private async ValueTask<IBatchLoader<TRow>> MakeBatchLoaderAsync(ILoadSession<TRow> session, RunLease<TRow>? lease, RejectFile? rejectFile)
    {
        var options = _settings.Options;
        var handling = new RejectHandling(new RejectBudget(options), new RejectBounds(options), rejectFile, _settings.StoresRejectsInTarget);
        var loader = _loader.Capabilities.HasFlag(LoaderCapabilities.Transactional)
            ? await MakeTransactionLoaderAsync(AsTransactional(session), lease, handling).ConfigureAwait(false)
            : (IBatchLoader<TRow>)new SessionBatchLoader<TRow>(session, _retry, handling);
        handling.Bounds.Begin(rejectFile?.Measure() ?? await MeasureRejectsAsync().ConfigureAwait(false));
        return loader;
    }

    private async ValueTask<TransactionBatchLoader<TRow>> MakeTransactionLoaderAsync(
        ITransactionalLoadSession<TRow> session, RunLease<TRow>? lease, RejectHandling handling)
    {
        var checkpoints = _settings.UsesCheckpoints ? await ReadCheckpointsAsync(session).ConfigureAwait(false) : null;
        var loader = new TransactionBatchLoader<TRow>(session, _loader, _classifier, _retry, handling, lease, checkpoints, _rowJson);
        if (!_isReplay)
        {
            checkpoints?.Restore(handling.Budget);
            foreach (var producer in _producers)
            {
                producer.Checkpoints = checkpoints;
            }
        }

        if (checkpoints is not null && handling.File is { } rejectFile)
        {
            using var call = _loaderCall.Begin("saving where the reject file begins");
            await loader.BeginRejectFileAsync(rejectFile, checkpoints.PositionOf(rejectFile), _control.Stop).ConfigureAwait(false);
        }

        return loader;
    }

    private async ValueTask<RejectStoreSize> MeasureRejectsAsync()
    {
        if (!_settings.StoresRejectsInTarget)
        {
            return default;
        }

        using var call = _loaderCall.Begin("measuring the stored rejects");
        return await _retry.RunAsync(
            static (state, token) => state.Store.MeasureRejectsAsync(state.Pipeline, token),
            (Store: (IRejectStore)_loader, Pipeline: _settings.Name),
            _control.Stop).ConfigureAwait(false);
    }

    private async ValueTask<Checkpoints> ReadCheckpointsAsync(ITransactionalLoadSession<TRow> session)
    {
        using var call = _loaderCall.Begin("reading checkpoints", WriterState.ReadingCheckpoints);
        var earlier = await _retry.RunAsync(
            static (session, token) => session.ReadCheckpointsAsync(token), session, _control.Stop).ConfigureAwait(false);
        return new Checkpoints(
            earlier, _settings.Options.ChangedSources, _loader.Capabilities.HasFlag(LoaderCapabilities.Idempotent), _isReplay, _settings.Logger);
    }
}
