namespace EtlKit.Faults.Tests;

/// <summary>A call of a loader.</summary>
public enum LoaderStep
{
    Open,
    Read,
    Begin,
    Write,
    Save,
    Commit,
    Complete,
}
