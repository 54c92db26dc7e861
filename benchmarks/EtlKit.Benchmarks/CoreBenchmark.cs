using BenchmarkDotNet.Attributes;

namespace EtlKit.Benchmarks;

/// <summary>What does the engine cost a row? Integers go through one step to a loader that does nothing.</summary>
public class CoreBenchmark
{
    private const int Sources = 4;
    private const int ChunkRows = 512;
    private static readonly int RowsPerSource = DataSize.Rows(4_000_000);

    private Pipeline _enumerables = null!;
    private Pipeline _asyncEnumerables = null!;

    [Params(1, 4)]
    public int Producers { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _enumerables = Build(Enumerable.Range(0, Sources).Select(i => Extractor.From($"source {i}", Integers())));
        _asyncEnumerables = Build(Enumerable.Range(0, Sources).Select(i => Extractor.From($"source {i}", _ => IntegersAsync())));
    }

    /// <summary>The same rows, step and chunks in two nested loops: no channel, no second thread, no counts.</summary>
    [Benchmark(Baseline = true)]
    public int BareChunkedLoop()
    {
        Func<int, int> step = row => row + 1;
        var chunk = new int[ChunkRows];
        var batch = new int[ChunkRows];
        for (var source = 0; source < Sources; source++)
        {
            var count = 0;
            foreach (var row in Integers())
            {
                chunk[count++] = step(row);
                if (count == ChunkRows)
                {
                    chunk.CopyTo(batch, 0);
                    count = 0;
                }
            }
        }

        return batch[0];
    }

    [Benchmark]
    public Task<PipelineReport> Enumerables() => _enumerables.RunAsync();

    [Benchmark]
    public Task<PipelineReport> AsyncEnumerables() => _asyncEnumerables.RunAsync();

    private Pipeline Build(IEnumerable<IExtractor<int>> sources) => new PipelineBuilder("core")
        .Extract(sources)
        .Transform(row => row + 1)
        .Load(Loader.From<int>("nothing", (_, _) => default(ValueTask)))
        .Configure(o => o.Producers = Producers)
        .Build();

    private static IEnumerable<int> Integers()
    {
        for (var i = 0; i < RowsPerSource; i++)
        {
            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> IntegersAsync()
    {
        await Task.CompletedTask;
        for (var i = 0; i < RowsPerSource; i++)
        {
            yield return i;
        }
    }
}
