namespace EtlKit.Comparison;

/// <summary>Counts what a program costs in user mode, from its start to its end, on all of its threads.</summary>
internal abstract class CostCounter
{
    /// <summary>Gets the name by which it is chosen on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Gets what it counts, such as <c>instructions</c>.</summary>
    public abstract string Unit { get; }

    /// <summary>Gets how it counts, in words.</summary>
    public abstract string Description { get; }

    /// <summary>Gets how many rounds its figures take to settle.</summary>
    public virtual int Rounds => 5;

    /// <summary>Gets which part of the rows is enough for it.</summary>
    public virtual double Part => 1;

    /// <summary>Gets the programs that it needs.</summary>
    public virtual IReadOnlyList<string> Programs => [];

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <returns>How it ended and what it cost; the cost is null when it could not be counted.</returns>
    public abstract Task<(ProcessRun.Outcome Outcome, double? Cost)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken);
}
