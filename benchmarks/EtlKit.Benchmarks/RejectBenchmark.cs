using BenchmarkDotNet.Attributes;

namespace EtlKit.Benchmarks;

/// <summary>What do rejects cost? One row in ten is rejected by a result, or by an exception.</summary>
public class RejectBenchmark
{
    private const int OneIn = 10;
    private static readonly int Rows = DataSize.Rows(2_000_000);
    private static readonly Rejection Refused = TransformResult.Reject("the row is one in ten");

    private readonly Pipeline _none = Build(row => row);
    private readonly Pipeline _byResult = Build(row => row % OneIn == 0 ? Refused : row);
    private readonly Pipeline _byException = Build(row => row % OneIn == 0 ? throw new FormatException("The row is one in ten.") : row);

    [Benchmark(Baseline = true)]
    public Task<PipelineReport> NoRejects() => _none.RunAsync();

    [Benchmark]
    public Task<PipelineReport> OneInTenByResult() => _byResult.RunAsync();

    [Benchmark]
    public Task<PipelineReport> OneInTenByException() => _byException.RunAsync();

    private static Pipeline Build(Func<int, TransformResult<int>> transform) => new PipelineBuilder("rejects")
        .Extract(Extractor.From("integers", Enumerable.Range(0, Rows)))
        .Transform(transform)
        .Load(Loader.From<int>("nothing", (_, _) => default(ValueTask)))
        .Build();
}
