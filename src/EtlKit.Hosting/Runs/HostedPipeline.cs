using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit.Hosting;

/// <summary>One registered pipeline: runs it, one run at a time, and remembers how its runs went. Safe for concurrent use.</summary>
internal sealed class HostedPipeline(
    PipelineRegistration registration, IServiceScopeFactory scopes, PipelineConfiguration configuration, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    private readonly DateTimeOffset _knownSince = time.GetUtcNow();
    private readonly Lock _lock = new();

    // Used under the lock.
    private readonly LinkedList<PipelineRunRecord> _history = new();
    private HostedRun? _run;
    private DateTimeOffset? _lastSuccessAt;
    private Task<bool>? _probe;

    public string Name => registration.Name;

    /// <summary>Ends when no run is under way but those of which only abandoned calls are left.</summary>
    public Task Drained
    {
        get
        {
            lock (_lock)
            {
                return _run?.Reported ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Ends when no run is under way, and no call that one has abandoned.</summary>
    public Task Idle
    {
        get
        {
            lock (_lock)
            {
                return _run?.Ended ?? Task.CompletedTask;
            }
        }
    }

    public PipelineSnapshot? GetSnapshot()
    {
        lock (_lock)
        {
            return _run?.Pipeline?.GetSnapshot();
        }
    }

    public PipelineState GetState()
    {
        lock (_lock)
        {
            return new PipelineState
            {
                Pipeline = Name,
                IsRunning = _run is not null,
                RunningSince = _run?.StartedAt,
                History = [.. _history],
                LastSuccessAt = _lastSuccessAt,
                KnownSince = _knownSince,
            };
        }
    }

    public async Task<PipelineReport> RunAsync(bool isReplay, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        var run = Begin(isReplay);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
            var pipeline = Compose(run.Scope.ServiceProvider);
            lock (_lock)
            {
                run.Pipeline = pipeline;
            }

            var report = await (isReplay ? pipeline.ReplayAsync(progress, stop.Token) : pipeline.RunAsync(progress, stop.Token)).ConfigureAwait(false);
            Remember(run, report, failure: null);
            return report;
        }
        catch (Exception exception)
        {
            Remember(run, exception.GetReport(), exception);
            throw;
        }
        finally
        {
            if (run.WaitUntilIdleAsync() is { IsCompleted: false } idle)
            {
                _ = EndLaterAsync(run, idle);
            }
            else
            {
                await EndAsync(run).ConfigureAwait(false);
            }

            run.SetReported();
        }
    }

    /// <summary>Looks whether the target can be reached, with a pipeline composed for that, so that no run is touched. Several who ask at once get one answer.</summary>
    /// <param name="timeout">How long the loader may take before its token is cancelled. Whoever asks may wait for no longer.</param>
    /// <returns>Whether it was; false when the loader can't say. It fails as the loader does, or when the pipeline can't be composed.</returns>
    public Task<bool> ProbeTargetAsync(TimeSpan timeout)
    {
        lock (_lock)
        {
            // One that never returns is not asked a second time, so that such calls don't pile up.
            if (_probe is not { IsCompleted: false })
            {
                _probe = Task.Run(() => ProbeAsync(timeout));

                // Nobody may be waiting any more.
                _ = _probe.ContinueWith(
                    static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            return _probe;
        }
    }

    private async Task<bool> ProbeAsync(TimeSpan timeout)
    {
        var scope = scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        using var cancel = new CancellationTokenSource(timeout, time);
        return await Compose(scope.ServiceProvider).ProbeTargetAsync(cancel.Token).ConfigureAwait(false);
    }

    private HostedRun Begin(bool isReplay)
    {
        lock (_lock)
        {
            return _run is null
                ? _run = new HostedRun(isReplay, time.GetUtcNow(), scopes.CreateAsyncScope())
                : throw new PipelineBusyException(Name, _run.Reported.IsCompleted
                    ? $"Pipeline '{Name}' can't run: a run has ended, but has not got back yet: {string.Join("; ", _history.First?.Value.Report?.Abandoned ?? [])}. "
                        + "Make what was called honour its cancellation token, or restart the process."
                    : FormattableString.Invariant($"Pipeline '{Name}' is already running, since {_run.StartedAt:yyyy-MM-dd HH:mm:ss}Z. Wait for that run, or cancel it."));
        }
    }

    private Pipeline Compose(IServiceProvider services)
    {
        var builder = new PipelineBuilder(Name)
        {
            LoggerFactory = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            TimeProvider = time,
            MeterFactory = services.GetService<IMeterFactory>(),
        };
        var values = configuration.Read(Name);
        return registration.Build(services, builder, options =>
        {
            foreach (var value in values)
            {
                value.ApplyTo(options);
            }
        });
    }

    private void Remember(HostedRun run, PipelineReport? report, Exception? failure)
    {
        var record = new PipelineRunRecord { IsReplay = run.IsReplay, StartedAt = run.StartedAt, EndedAt = time.GetUtcNow(), Report = report, Failure = failure };
        lock (_lock)
        {
            _history.AddFirst(record);
            if (_history.Count > PipelineState.MaxHistory)
            {
                _history.RemoveLast();
            }

            if (record is { Succeeded: true, IsReplay: false })
            {
                _lastSuccessAt = record.EndedAt;
            }
        }
    }

    /// <summary>Ends a run that has abandoned calls when they have returned: until then they use what its scope holds.</summary>
    private async Task EndLaterAsync(HostedRun run, Task idle)
    {
        await idle.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync(run).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(HostedRun run)
    {
        try
        {
            await run.Scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // How the run ended is not changed by it.
            Log.ScopeDisposalFailed(logger, exception, Name);
        }

        lock (_lock)
        {
            _run = null;
        }

        run.SetEnded();
    }
}
