namespace EtlKit.Hosting.Tests;

/// <summary>A small pipeline that a test can hold up.</summary>
internal sealed class Numbers
{
    private readonly TaskCompletionSource _loading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a batch is being loaded.</summary>
    public Task Loading => _loading.Task.OrHangs();

    public void Open() => _gate.TrySetResult();

    public static LoadedPipelineBuilder<int> Compose(PipelineBuilder builder) => builder
        .Extract(Extractor.From("numbers", [1, 2, 3])).Load(Loader.From<int>("nowhere", (_, _) => default));

    /// <summary>A pipeline that stands still in its loader until the gate is open, deaf to its token.</summary>
    public LoadedPipelineBuilder<int> ComposeHeld(PipelineBuilder builder) => builder
        .Extract(Extractor.From("numbers", [1, 2, 3]))
        .Load(Loader.From<int>("held", async (_, _) =>
        {
            _loading.TrySetResult();
            await _gate.Task;
        }));
}
