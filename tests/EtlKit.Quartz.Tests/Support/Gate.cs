using System.Collections.Concurrent;
using EtlKit.Sqlite;

namespace EtlKit.Quartz.Tests;

/// <summary>Pipelines whose runs the test lets through one by one, or all.</summary>
internal sealed class Gate : IDisposable
{
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _passes = new(0);
    private readonly ConcurrentQueue<Exception> _failures = new();
    private volatile bool _isOpen;

    public int Runs { get; private set; }

    /// <summary>Ends when one more run has come to the gate.</summary>
    public Task BegunAsync() => _begun.WaitAsync().OrHangs();

    public void Pass() => _passes.Release();

    /// <summary>Lets the next run fail instead of passing.</summary>
    public void Fail(Exception exception)
    {
        _failures.Enqueue(exception);
        _passes.Release();
    }

    public void Open()
    {
        _isOpen = true;
        _passes.Release(100);
    }

    public void Dispose()
    {
        _begun.Dispose();
        _passes.Dispose();
    }

    /// <summary>A pipeline with a run lock in a database; its source is read when the gate lets it through.</summary>
    public LoadedPipelineBuilder<Number> ComposeLocked(PipelineBuilder builder, string connectionString) => builder
        .Extract(Extractor.From("numbers", ReadAsync()))
        .Load(SqliteLoader.Upsert<Number>(connectionString, "numbers", number => number.Id))
        .WithCheckpoints();

    private async IAsyncEnumerable<Number> ReadAsync()
    {
        Runs++;
        _begun.Release();
        if (!_isOpen)
        {
            await _passes.WaitAsync(CancellationToken.None);
        }

        yield return new Number(1);
    }

    public sealed record Number(long Id);

    public LoadedPipelineBuilder<int> Compose(PipelineBuilder builder) => builder
        .Extract(Extractor.From("numbers", [1, 2, 3]))
        .Load(Loader.From<int>("gate", async (_, _) =>
        {
            Runs++;
            _begun.Release();
            if (!_isOpen)
            {
                await _passes.WaitAsync(CancellationToken.None);
            }

            if (_failures.TryDequeue(out var failure))
            {
                throw failure;
            }
        }));
}
