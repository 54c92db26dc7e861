namespace EtlKit.Comparison;

/// <summary>Settings of the runtime under which the same run costs the same instructions again: with its defaults, they differ by a fifth.</summary>
internal static class SteadyRuntime
{
    /// <summary>Gets the variables of the environment.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        // The best code from the first call on, and the same whenever that comes.
        ["DOTNET_TieredCompilation"] = "0",
        ["DOTNET_ReadyToRun"] = "0",

        // Threads that wait sleep. They would spin first, for as long as the others happen to take.
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",

        // The garbage collector at the same places, and not beside the program: after every 64 MiB.
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCgen0size"] = "4000000",
    };
}
