namespace EtlKit.Benchmarks;

/// <summary>How much data benchmarks move: as much as they say, or little in a dry run.</summary>
internal static class DataSize
{
    private const string Variable = "ETLKIT_BENCHMARKS_LITTLE_DATA";
    private const int Divisor = 100;

    /// <summary>Makes this process use little data, and those that it starts.</summary>
    public static void UseLittle() => Environment.SetEnvironmentVariable(Variable, "1");

    public static int Rows(int rows, int atLeast = 0) =>
        Environment.GetEnvironmentVariable(Variable) is null ? rows : Math.Max(atLeast, rows / Divisor);
}
