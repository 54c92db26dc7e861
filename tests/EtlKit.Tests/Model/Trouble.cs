namespace EtlKit.Tests.Model;

/// <summary>What can go wrong in a run.</summary>
internal enum FaultKind
{
    /// <summary>A step of the target fails, and would succeed if it were made again.</summary>
    Transient,

    /// <summary>The process dies at a step of the target: none after it succeeds.</summary>
    Kill,

    /// <summary>The run is cancelled at a step of the target.</summary>
    Cancel,

    /// <summary>A source breaks off at a row.</summary>
    Source,
}

/// <summary>A fault, and the step of the target or the row of the source at which it comes.</summary>
internal readonly record struct Fault(FaultKind Kind, int At, int Source)
{
    public override string ToString() => Kind == FaultKind.Source ? $"source {Source} fails at row {At}" : $"{Kind} at step {At}";
}

/// <summary>The faults of one run, and what came of them.</summary>
/// <remarks>The target's steps come from one task at a time; sources ask concurrently.</remarks>
internal sealed class Trouble(IReadOnlyList<Fault> faults, Tally tally) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private int _step;
    private int _delayed;

    public static Trouble None(Tally tally) => new([], tally);

    public CancellationToken Token => _cancel.Token;

    public int Transients { get; private set; }

    /// <summary>The step at which the process died; null when it didn't.</summary>
    public string? KilledAt { get; private set; }

    public bool IsCancelled => _cancel.IsCancellationRequested;

    /// <summary>What happens at a step of the target.</summary>
    public Exception? AtStep(string name)
    {
        if (KilledAt is not null)
        {
            return new KilledException();
        }

        var now = _step++;
        var faultsNow = faults.Where(fault => fault.Kind != FaultKind.Source && fault.At == now).ToList();
        if (faultsNow.Any(fault => fault.Kind == FaultKind.Cancel))
        {
            tally.Count("cancelled");
            _cancel.Cancel();
        }

        if (faultsNow.Any(fault => fault.Kind == FaultKind.Kill))
        {
            tally.Count($"killed at {name}");
            KilledAt = name;
            return new KilledException();
        }

        // What was committed must not be said to have failed for a while.
        var due = _delayed + faultsNow.Count(fault => fault.Kind == FaultKind.Transient);
        if (due == 0 || name == "committed")
        {
            _delayed = due;
            return null;
        }

        _delayed = due - 1;
        Transients++;
        tally.Count("transient");
        return new TimeoutException("busy");
    }

    public void ThrowIfSourceFails(int source, int row)
    {
        if (faults.Contains(new Fault(FaultKind.Source, row, source)))
        {
            tally.Count("source failed");
            throw new SourceGoneException();
        }
    }

    public void Dispose() => _cancel.Dispose();

    internal sealed class KilledException() : Exception("killed");

    internal sealed class SourceGoneException() : IOException("the source is gone");
}
