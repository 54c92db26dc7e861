using Microsoft.Extensions.DependencyInjection;

namespace EtlKit.Hosting;

/// <summary>A run that is under way, and the scope that it lives in.</summary>
internal sealed class HostedRun(bool isReplay, DateTimeOffset startedAt, AsyncServiceScope scope)
{
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReplay => isReplay;

    public DateTimeOffset StartedAt => startedAt;

    public AsyncServiceScope Scope => scope;

    /// <summary>The pipeline; null until it is composed. Used under the lock of its owner, but for the run itself.</summary>
    public Pipeline? Pipeline { get; set; }

    /// <summary>Ends when the run has been reported to whoever asked for it, though calls that it has abandoned may go on.</summary>
    public Task Reported => _reported.Task;

    /// <summary>Ends when nothing of the run is left, and another one may begin.</summary>
    public Task Ended => _ended.Task;

    public void SetEnded() => _ended.SetResult();

    public void SetReported() => _reported.SetResult();

    public Task WaitUntilIdleAsync() => Pipeline?.WaitUntilIdleAsync() ?? Task.CompletedTask;
}
