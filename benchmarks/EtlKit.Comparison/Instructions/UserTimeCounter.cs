namespace EtlKit.Comparison;

/// <summary>What is left where instructions can't be counted: the processor time that a program spends in user mode. It takes many rounds.</summary>
internal sealed class UserTimeCounter : CostCounter
{
    private const double Nano = 1e9;

    public override string Name => "user-time";

    public override string Unit => "ns of processor time in user mode";

    public override string Description => "no instructions, but processor time in user mode, which changes from run to run";

    public override int Rounds => 31;

    public override async Task<(ProcessRun.Outcome Outcome, double? Cost)> RunAsync(
        IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var before = ChildUsage.UserSeconds();
        var outcome = await ProcessRun.RunAsync(command, cancellationToken, SteadyRuntime.Environment);
        return (outcome, (ChildUsage.UserSeconds() - before) * Nano);
    }
}
