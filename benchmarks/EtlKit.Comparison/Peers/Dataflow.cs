using System.Threading.Tasks.Dataflow;

namespace EtlKit.Comparison;

/// <summary>
/// TPL Dataflow: a block that transforms for each producer, and one that gathers batches. Blocks are bounded, blocks with one producer are told so, and no block
/// keeps an order that it need not keep.
/// </summary>
internal static class Dataflow
{
    private const int BatchSize = PipelineDefaults.BatchSize;

    public static async Task<long> MoveAsync(int rows, int producers)
    {
        long count = 0;
        var batches = new BatchBlock<int>(BatchSize, new GroupingDataflowBlockOptions { BoundedCapacity = 2 * BatchSize, EnsureOrdered = false });
        var loader = new ActionBlock<int[]>(
            batch => count += batch.Length,
            new ExecutionDataflowBlockOptions { BoundedCapacity = 2, SingleProducerConstrained = true, EnsureOrdered = false });
        batches.LinkTo(loader, new DataflowLinkOptions { PropagateCompletion = true });

        await Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(() => ProduceAsync(batches, rows, producer, producers))));
        batches.Complete();
        await loader.Completion;
        return Integers.Checked(count, rows);
    }

    private static async Task ProduceAsync(BatchBlock<int> batches, int rows, int producer, int producers)
    {
        var step = new TransformBlock<int, int>(
            Integers.Step,
            new ExecutionDataflowBlockOptions { BoundedCapacity = PipelineDefaults.ChannelCapacity, SingleProducerConstrained = true, EnsureOrdered = false });
        using var link = step.LinkTo(batches);
        foreach (var _ in Integers.SourcesOf(producer, producers))
        {
            await foreach (var row in Integers.SourceAsync(rows))
            {
                // A block that is full refuses at once; only then is a task needed to wait for room.
                if (!step.Post(row))
                {
                    await step.SendAsync(row);
                }
            }
        }

        step.Complete();
        await step.Completion;
    }
}
