using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace EtlKit.Benchmarks;

/// <summary>How benchmarks are run: each moves so many rows that one call is one measurement.</summary>
internal static class BenchmarkConfig
{
    private const int Warmups = 4;
    private const int Iterations = 10;

    /// <param name="withJob">False when the command line names a job: the two would both be run.</param>
    public static IConfig Create(bool withJob)
    {
        var config = DefaultConfig.Instance
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithOptions(ConfigOptions.StopOnFirstError);
        return withJob
            ? config.AddJob(Job.Default.WithStrategy(RunStrategy.Monitoring).WithWarmupCount(Warmups).WithIterationCount(Iterations))
            : config;
    }
}
