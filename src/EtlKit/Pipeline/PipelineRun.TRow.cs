namespace EtlKit;

/// <summary>One execution of a pipeline: opens the target, starts producers and writer, and sees to it that all of them end.</summary>
internal sealed partial class PipelineRun<TRow> : PipelineRun
{
    private readonly PipelineSettings _settings;
    private readonly RowPlan<TRow> _plan;
    private readonly ILoader<TRow> _loader;
    private readonly string _loaderName;
    private readonly RowJson<TRow>? _rowJson;
    private readonly bool _isReplay;
    private readonly CancellationToken _cancellationToken;
    private readonly RunControl _control;
    private readonly SourceList<TRow> _sources;
    private readonly RowChannel<TRow> _channel;
    private readonly BatchBuffer<TRow> _batch;
    private readonly BatchGatherer<TRow> _gatherer;
    private readonly ErrorClassifier _classifier;
    private readonly LoadRetry _retry;
    private readonly LoadCounts _counts = new();
    private readonly LoaderCall _loaderCall;
    private readonly TimedState<WriterState> _writerState;
    private readonly RejectLog _rejectLog;
    private readonly Producer<TRow>[] _producers;
    private readonly RunTelemetry _telemetry;
    private readonly ProgressReporter _progress;
    private readonly RunSampler _sampler;
    private readonly StallWatchdog _watchdog;
    private readonly DateTimeOffset _startedAt;
    private readonly long _start;

    private Task _work = Task.CompletedTask;
    private volatile bool _completed;

    // Whether what was loaded is in the target only once the session is completed.
    private volatile bool _isStaged;

    public PipelineRun(
        PipelineSettings settings,
        RowPlan<TRow> plan,
        ILoader<TRow> loader,
        RowJson<TRow>? rowJson,
        string id,
        bool isReplay,
        IProgress<PipelineProgress>? progress,
        CancellationToken cancellationToken)
    {
        var (options, time, logger) = (settings.Options, settings.TimeProvider, settings.Logger);
        Id = id;
        _settings = settings;
        _plan = plan;
        _loader = loader;
        _rowJson = rowJson;
        _isReplay = isReplay;
        _loaderName = LogText.Clean(loader.Name);
        _cancellationToken = cancellationToken;
        _startedAt = time.GetUtcNow();
        _start = time.GetTimestamp();
        _control = new RunControl(options, time, logger, cancellationToken);
        _sources = new SourceList<TRow>(plan.ListAsync(_control.Stop), time, _control.Stop);
        var isTransactional = loader.Capabilities.HasFlag(LoaderCapabilities.Transactional);
        _channel = new RowChannel<TRow>(ChannelLayout.For(options), isTransactional, options.BatchTimeout, time, _control.Abort);
        _batch = new BatchBuffer<TRow>(BatchLimits.For(options), isTransactional);
        _gatherer = new BatchGatherer<TRow>(_channel, _batch, options.BatchTimeout, time, _control.Stop);
        _classifier = new ErrorClassifier(loader.Classify, _loaderName, logger);
        _telemetry = MakeTelemetry();
        _retry = new LoadRetry(options, _classifier, _telemetry.Retried, time, logger);
        _loaderCall = new LoaderCall(time);
        _writerState = new TimedState<WriterState>(time, WriterState.NotStarted);
        _rejectLog = new RejectLog(options, settings.RejectPath is not null || settings.StoresRejectsInTarget, logger);
        _progress = new ProgressReporter(progress, LookAtProgress, time, logger);
        _producers = [.. Enumerable.Range(1, options.Producers).Select(number => new Producer<TRow>(
            number, _sources, _channel, loader as IRowSizer<TRow>, _rejectLog, isReplay, options, _control, _telemetry.Trace, time, logger))];
        _sampler = new RunSampler(MarkProgress, () => Array.ConvertAll(_producers, producer => producer.Look()), time);
        _watchdog = new StallWatchdog(options.StallTimeout, _sampler, GetSnapshot, time, logger);
    }

    public override Task Work => _work;

    public override IReadOnlyList<string> Unreturned
    {
        get
        {
            var calls = new List<string>();
            if (_work.IsCompleted)
            {
                return calls;
            }

            if (_loaderCall.Current is { } call)
            {
                calls.Add($"loader {_loaderName}, {call}");
            }

            calls.AddRange(_producers.Select(producer => producer.Current).OfType<SourceRun>().Select(source => $"source {LogText.Clean(source.Name)}"));
            if (_sources.IsListing)
            {
                calls.Add("the listing of the sources");
            }

            return calls.Count > 0 ? calls : ["a task of the pipeline"];
        }
    }

    public override async Task<PipelineReport> RunAsync()
    {
        var options = _settings.Options;
        _telemetry.Begin();
        using var scope = _settings.Logger.BeginScope(new RunScope(_settings.Name, Id));
        Log.RunStarted(_settings.Logger, options.Producers, options.ChannelCapacity, options.BatchSize, _loaderName);
        if (_isReplay)
        {
            Log.ReplayStarted(_settings.Logger, LogText.Clean(_settings.RejectPath ?? _loaderName));
        }

        // Everything that calls users' code happens in there, so that a call that blocks can be abandoned.
        _watchdog.Start();
        _work = Task.Run(WorkAsync, CancellationToken.None);
        await Task.WhenAny(_work, _control.Abandoned).ConfigureAwait(false);
        _watchdog.Stop();
        var abandoned = Unreturned;
        foreach (var call in abandoned)
        {
            Log.CallAbandoned(_settings.Logger, call);
        }

        return Conclude(abandoned);
    }

    public override ValueTask DisposeAsync()
    {
        _telemetry.End();
        _channel.Dispose();
        return _control.DisposeAsync();
    }

    /// <summary>The whole of the work. Failures are told to the control; none comes out of it.</summary>
    private async Task WorkAsync()
    {
        ILoadSession<TRow>? session = null;
        RunLease<TRow>? lease = null;
        RejectFile? rejectFile = null;
        var step = "opening the reject file";
        try
        {
            _writerState.Set(WriterState.WritingRejectFile);
            rejectFile = _settings.RejectPath is { } path ? new RejectFile(path, Id, _settings.UsesRunLock) : null;
            step = $"opening {_loaderName}";
            session = await OpenAsync().ConfigureAwait(false);
            _isStaged = session.LoadsAtCompletion;
            ThrowIfStagedReplay();
            step = $"locking {_loaderName}";
            lease = await LockAsync(session).ConfigureAwait(false);
            rejectFile?.MoveToEnd();
            step = $"reading the checkpoints of {_loaderName}";
            var loader = await MakeBatchLoaderAsync(session, lease, rejectFile).ConfigureAwait(false);
            step = "moving rows";
            await MoveRowsAsync(loader).ConfigureAwait(false);
            step = "writing the reject file";
            _writerState.Set(WriterState.WritingRejectFile);
            rejectFile?.Sync();
            step = $"completing {_loaderName}";
            await CompleteAsync(session, loader).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_control.Stop.IsCancellationRequested)
        {
            // The stop is the cause, and the control knows it.
        }
        catch (Exception exception)
        {
            _control.Fail(RunFailure.Of(step, exception, _retry));
        }
        finally
        {
            _writerState.Set(WriterState.WritingRejectFile);
            CloseRejectFile(rejectFile);
            await UnlockAsync(lease).ConfigureAwait(false);
            await CloseAsync(session).ConfigureAwait(false);
            _writerState.Set(WriterState.Ended);
        }
    }

    private async Task MoveRowsAsync(IBatchLoader<TRow> loader)
    {
        await MeasureAsync().ConfigureAwait(false);
        var writer = new Writer<TRow>(
            _gatherer, _batch, Traced(loader), _counts, _rejectLog, _loaderCall, _writerState, _progress, _telemetry.Metrics, _settings.TimeProvider, _settings.Logger, _control.Abort);
        _writerState.Set(WriterState.NotStarted);
        var writing = Task.Run(() => GuardAsync(writer.RunAsync, $"loading into {_loaderName}"), CancellationToken.None);
        var producing = _producers.Select(producer => Task.Run(() => GuardAsync(producer.RunAsync, "a producer"), CancellationToken.None));

        await Task.WhenAll(producing).ConfigureAwait(false);
        _channel.Complete();
        await writing.ConfigureAwait(false);
        _writerState.Set(WriterState.ReportingProgress);
        _progress.ReportLast();
        _writerState.Set(WriterState.EndingListing);
        await DisposeSourcesAsync().ConfigureAwait(false);
    }

    /// <summary>Runs a task whose failure ends the run at once, while the others still work.</summary>
    private async Task GuardAsync(Func<Task> run, string step)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception exception) when (_control.Abort.IsCancellationRequested)
        {
            // Whatever comes after the abort, the abort is the cause, and the control knows it.
            Log.EndedByAbort(_settings.Logger, exception);
        }
        catch (Exception exception)
        {
            _control.Fail(RunFailure.Of(step, exception, _retry));
        }
    }

    private async Task DisposeSourcesAsync()
    {
        try
        {
            await _sources.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.SourceListingFailed(_settings.Logger, exception);
            if (!_control.Stop.IsCancellationRequested)
            {
                _control.FailSource(new RunFailure("ending the listing of the sources failed", exception));
            }
        }
    }

    private async Task CompleteAsync(ILoadSession<TRow> session, IBatchLoader<TRow> loader)
    {
        if (_control.Failure is not null || _control.Stop.IsCancellationRequested)
        {
            return;
        }

        var rows = CountRows();
        if (rows.Unfinished != 0)
        {
            throw new LedgerException(
                $"{rows.Extracted} rows were extracted and {rows.Expanded} more made of them, but {rows.Decided} were loaded, unchanged, ignored, filtered or rejected: "
                + $"the difference is {rows.Unfinished}. This is a fault of the pipeline or of the loader, and what was loaded can't be trusted.");
        }

        using var call = _loaderCall.Begin("completing", WriterState.Completing);
        await loader.CompleteAsync(_control.Stop).ConfigureAwait(false);
        _ = await _retry.RunAsync(
            static async (session, token) =>
            {
                await session.CompleteAsync(token).ConfigureAwait(false);
                return true;
            },
            session,
            _control.Stop).ConfigureAwait(false);
        _completed = true;
    }

    private async Task CloseAsync(ILoadSession<TRow>? session)
    {
        if (session is null)
        {
            return;
        }

        using var call = _loaderCall.Begin("closing", WriterState.Closing);
        try
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.SessionDisposalFailed(_settings.Logger, exception, _loaderName);
        }
    }

    private void CloseRejectFile(RejectFile? file)
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException exception)
        {
            // Closing writes what an earlier, failed write has left over.
            _control.Fail(new RunFailure("closing the reject file failed", exception));
        }
    }
}
