using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Takes one source after the other, and puts the rows of each through the steps and into the channel.</summary>
internal sealed class Producer<TRow>(
    int number,
    SourceList<TRow> sources,
    RowChannel<TRow> channel,
    IRowSizer<TRow>? sizer,
    RejectLog rejectLog,
    bool isReplay,
    PipelineOptions options,
    RunControl control,
    RunTrace trace,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Decides where to begin with each source; null when checkpoints are off. Set before the producer runs.</summary>
    public Checkpoints? Checkpoints { get; set; }

    private readonly TimedState<ProducerState> _state = new(time, ProducerState.NotStarted);
    private volatile SourceRun? _current;

    /// <summary>The source that is being read; null between sources.</summary>
    public SourceRun? Current => _current;

    public int Number => number;

    /// <summary>Looks at what the producer is doing. Safe from anywhere.</summary>
    public ProducerLook Look()
    {
        if (_current is { } source)
        {
            return source.Look();
        }

        var (state, since) = _state.Look();
        return new ProducerLook(null, state, since, 0, 0, 0);
    }

    public async Task RunAsync()
    {
        using var scope = logger.BeginScope(new ProducerScope(number));
        try
        {
            while (await TakeAsync().ConfigureAwait(false) is var (source, run))
            {
                _current = run;
                await RunAsync(source, run).ConfigureAwait(false);
                _current = null;
            }
        }
        finally
        {
            _state.Set(ProducerState.Ended);
        }
    }

    private async ValueTask<(ISource<TRow> Source, SourceRun Run)?> TakeAsync()
    {
        _state.Set(ProducerState.Listing);
        try
        {
            return await sources.TakeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (control.Stop.IsCancellationRequested)
        {
            if (exception is not OperationCanceledException)
            {
                Log.SourceListingFailed(logger, exception);
            }

            return null;
        }
        catch (Exception exception)
        {
            Log.SourceListingFailed(logger, exception);
            control.FailSource(new RunFailure("listing the sources failed", exception));
            return null;
        }
    }

    private async Task RunAsync(ISource<TRow> source, SourceRun run)
    {
        using var span = trace.BeginSource(run);
        using var scope = logger.BeginScope(new SourceScope(run.Name));
        var start = time.GetTimestamp();
        try
        {
            if (Checkpoints is not null)
            {
                run.State.Set(ProducerState.CheckingCheckpoint);
                if (!await Checkpoints.BeginAsync(source, run, control.Stop).ConfigureAwait(false))
                {
                    run.Status = SourceStatus.Skipped;
                    return;
                }
            }

            Log.SourceStarted(logger, LogText.Clean(run.Name));
            var step = new StepContext(run, options, control.Stop);
            var tracker = Checkpoints is null ? null : new OutcomeTracker(run);
            var chunks = new ChunkSink<TRow>(channel, run, tracker, sizer, rejectLog);
            await source.RunAsync(step, isReplay ? new ReplaySink<TRow>(run, chunks) : chunks).ConfigureAwait(false);
            run.Status = SourceStatus.Completed;
            Log.SourceCompleted(logger, LogText.Clean(run.Name), run.Extracted, time.GetElapsedTime(start).TotalSeconds);
        }
        catch (Exception exception) when (control.Stop.IsCancellationRequested)
        {
            // Whatever a source throws after it was told to stop, the stop is the cause.
            Log.SourceStopped(logger, exception is OperationCanceledException ? null : exception, LogText.Clean(run.Name), run.Extracted);
        }
        catch (Exception exception)
        {
            run.Status = SourceStatus.Failed;
            run.Failure = exception;
            Log.SourceFailed(logger, exception, LogText.Clean(run.Name), run.Extracted);
            control.FailSource(new RunFailure($"source '{LogText.Clean(run.Name)}' failed after {run.Extracted} rows", exception));
        }
        finally
        {
            run.End();
            if (run.Bytes.Failure is { } failure)
            {
                Log.SizeFailed(logger, failure, LogText.Clean(run.Name));
            }
        }
    }
}
