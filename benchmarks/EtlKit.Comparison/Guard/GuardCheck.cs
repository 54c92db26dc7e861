namespace EtlKit.Comparison;

/// <summary>A figure and what it may be at most.</summary>
internal sealed record GuardCheck(string Name, double Figure, string Unit, double Limit)
{
    public bool IsMet => Figure <= Limit;
}
