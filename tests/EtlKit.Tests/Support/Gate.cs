namespace EtlKit.Tests;

/// <summary>Holds up whoever comes until it is opened, and tells when the first has come.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task.OrHangs();

    public void Open() => _opened.TrySetResult();

    /// <summary>Holds the thread at the gate.</summary>
    public void PassBlocking()
    {
        _reached.TrySetResult();
        _opened.Task.GetAwaiter().GetResult();
    }

    /// <summary>Waits at the gate, deaf to any cancellation.</summary>
    public async ValueTask PassDeafAsync()
    {
        _reached.TrySetResult();
        await _opened.Task;
    }

    /// <summary>Waits at the gate or until cancelled.</summary>
    public async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        await _opened.Task.WaitAsync(cancellationToken);
    }
}
