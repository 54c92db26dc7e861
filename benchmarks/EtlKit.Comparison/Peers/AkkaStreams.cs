using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace EtlKit.Comparison;

/// <summary>
/// Akka.Streams: stages that do little are fused, as they are unless told otherwise. Several producers are islands of their own, with larger buffers between
/// them and the stage that merges them.
/// </summary>
internal static class AkkaStreams
{
    private const int BatchSize = PipelineDefaults.BatchSize;
    private const int InputBuffer = 1024;

    // One system for a whole process, as it is meant to be.
    private static readonly ActorSystem System = ActorSystem.Create("integers", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");

    private static readonly ActorMaterializer Materializer =
        System.Materializer(ActorMaterializerSettings.Create(System).WithInputBuffer(InputBuffer, InputBuffer));

    public static async Task<long> MoveAsync(int rows, int producers)
    {
        var sources = Enumerable.Range(0, producers).Select(producer => Producer(rows, producer, producers)).ToArray();
        var merged = producers == 1
            ? sources[0]
            : Source.Combine(sources[0].Async(), sources[1].Async(), count => new Merge<int, int>(count), [.. sources[2..].Select(source => source.Async())]);
        var count = await merged.Grouped(BatchSize).RunWith(Sink.Aggregate<IEnumerable<int>, long>(0, (sum, batch) => sum + batch.Count()), Materializer);
        return Integers.Checked(count, rows);
    }

    private static Source<int, Akka.NotUsed> Producer(int rows, int producer, int producers) =>
        Source.From(() => ReadAsync(rows, producer, producers)).Select(Integers.Step);

    private static async IAsyncEnumerable<int> ReadAsync(int rows, int producer, int producers)
    {
        foreach (var _ in Integers.SourcesOf(producer, producers))
        {
            await foreach (var row in Integers.SourceAsync(rows))
            {
                yield return row;
            }
        }
    }
}
