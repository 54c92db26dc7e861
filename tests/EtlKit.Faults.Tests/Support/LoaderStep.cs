namespace EtlKit.Faults.Tests;

/// <summary>A call of a loader.</summary>
public enum LoaderStep
{
    Open,
    Lock,
    Read,
    Begin,
    Write,
    Save,
    Commit,
    Complete,
}
