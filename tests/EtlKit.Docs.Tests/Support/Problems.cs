namespace EtlKit.Docs.Tests;

/// <summary>Gathers problems, so that a failed test shows all of them.</summary>
internal static class Problems
{
    public static string Of(IEnumerable<string> problems) => string.Join('\n', problems);
}
