using BenchmarkDotNet.Attributes;

namespace EtlKit.Benchmarks;

/// <summary>What does each kind of step cost a row? As many integers leave every pipeline.</summary>
public class TransformBenchmark
{
    private const int Fan = 10;
    private static readonly int Rows = DataSize.Rows(1_000_000);
    private static readonly IEnumerable<int> Integers = Enumerable.Range(0, Rows);

    private readonly Pipeline _transform = Build(Start().Transform(row => row + 1));
    private readonly Pipeline _oneToOne = Build(Start().TransformMany(row => new[] { row + 1 }));
    private readonly Pipeline _oneToTen = Build(From(Integers.Take(Rows / Fan)).TransformMany(row => Enumerable.Repeat(row, Fan)));
    private readonly Pipeline _asyncOneAtATime = Build(Start().TransformAsync((row, _) => new ValueTask<int>(row + 1), maxConcurrency: 1));
    private readonly Pipeline _asyncEightAtATime = Build(Start().TransformAsync((row, _) => new ValueTask<int>(row + 1), maxConcurrency: 8));
    private readonly Pipeline _yieldingOneAtATime = Build(Start().TransformAsync((row, _) => YieldAsync(row), maxConcurrency: 1));
    private readonly Pipeline _yieldingEightAtATime = Build(Start().TransformAsync((row, _) => YieldAsync(row), maxConcurrency: 8));

    [Benchmark(Baseline = true)]
    public Task Transform() => Run(_transform);

    [Benchmark]
    public Task TransformManyOneToOne() => Run(_oneToOne);

    [Benchmark]
    public Task TransformManyOneToTen() => Run(_oneToTen);

    [Benchmark]
    public Task TransformAsyncOneAtATime() => Run(_asyncOneAtATime);

    [Benchmark]
    public Task TransformAsyncEightAtATime() => Run(_asyncEightAtATime);

    /// <summary>A step that doesn't end at once: each row goes to another thread and comes back.</summary>
    [Benchmark]
    public Task YieldingOneAtATime() => Run(_yieldingOneAtATime);

    [Benchmark]
    public Task YieldingEightAtATime() => Run(_yieldingEightAtATime);

    private static async Task Run(Pipeline pipeline)
    {
        var report = await pipeline.RunAsync();
        if (report.Rows.Loaded != Rows)
        {
            throw new InvalidOperationException($"{report.Rows.Loaded} rows came through, of {Rows}.");
        }
    }

    private static PipelineBuilder<int> Start() => From(Integers);

    private static PipelineBuilder<int> From(IEnumerable<int> rows) => new PipelineBuilder("steps").Extract(Extractor.From("integers", rows));

    private static Pipeline Build(PipelineBuilder<int> builder) => builder.Load(Loader.From<int>("nothing", (_, _) => default(ValueTask))).Build();

    private static async ValueTask<int> YieldAsync(int row)
    {
        await Task.Yield();
        return row + 1;
    }
}
