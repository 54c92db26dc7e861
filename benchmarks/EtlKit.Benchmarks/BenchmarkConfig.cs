using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace EtlKit.Benchmarks;

/// <summary>How benchmarks are run: each moves so many rows that one call is one measurement.</summary>
internal static class BenchmarkConfig
{
    private const int Warmups = 4;
    private const int Iterations = 10;

    // BenchmarkDotNet's own is 5 minutes for all iterations of a benchmark, which a slow machine may need.
    private static readonly TimeSpan InProcessTimeout = TimeSpan.FromHours(1);

    /// <param name="withJob">False when the command line names a job: the two would both be run.</param>
    /// <param name="inProcess">Whether the job runs in this process, and not in one for each benchmark.</param>
    public static IConfig Create(bool withJob, bool inProcess)
    {
        var config = DefaultConfig.Instance
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithOptions(ConfigOptions.StopOnFirstError);
        if (!withJob)
        {
            return config;
        }

        var job = Job.Default.WithStrategy(RunStrategy.Monitoring).WithWarmupCount(Warmups).WithIterationCount(Iterations);
        return config.AddJob(inProcess ? job.WithToolchain(new InProcessEmitToolchain(InProcessTimeout, logOutput: true)) : job);
    }
}
