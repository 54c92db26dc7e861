using System.Runtime;

namespace EtlKit.Comparison;

/// <summary>What the first run of a process has the runtime compile and load, which is what it takes time for. To be asked before any other run.</summary>
internal static class StartGuard
{
    private const int Rows = 1000;

    // Measured: 2,222, most of them for the state machines of asynchronous methods. Some are compiled a second time, the more the longer the run takes.
    private const int Methods = 2600;

    public static async IAsyncEnumerable<GuardCheck> ChecksAsync(GuardWorkspace workspace)
    {
        var before = JitInfo.GetCompiledMethodCount();
        await workspace.LoadAsync(Rows, checkpoints: true);
        yield return new GuardCheck("compiled for the first run", JitInfo.GetCompiledMethodCount() - before, "methods", Methods);

        var retries = AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name == "Polly.Core");
        yield return new GuardCheck("loaded for retries, in a run without any", retries, "assemblies", 0);
    }
}
