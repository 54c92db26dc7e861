using CsvHelper;

namespace EtlKit.Comparison;

/// <summary>
/// What the other core has to do anyway: a thread that parses the files with CsvHelper, makes events of the rows and drops them, until it is stopped.
/// </summary>
internal sealed class BackgroundParsing : IAsyncDisposable
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _parsing;

    private BackgroundParsing(string directory) =>
        _parsing = Task.Factory.StartNew(() => Parse(directory), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Starts it; it is under way when this returns.</summary>
    public static async Task<BackgroundParsing> StartAsync(string directory)
    {
        var parsing = new BackgroundParsing(directory);
        await await Task.WhenAny(parsing._started.Task, parsing._parsing);
        return parsing;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _parsing;
        _stop.Dispose();
    }

    private void Parse(string directory)
    {
        var transformer = new EventTransformer();
        while (true)
        {
            foreach (var path in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
            {
                using var reader = CsvReader.Create(EventFiles.Open(path));
                reader.ReadHeader();
                var mapper = new RawEventMapper(reader);
                var name = Path.GetFileName(path);
                long row = 0;
                while (reader.Read())
                {
                    _ = transformer.Transform(mapper.Read(reader), new RowContext(name, ++row));
                    if (_stop.IsCancellationRequested)
                    {
                        return;
                    }
                }

                _started.TrySetResult();
            }
        }
    }
}
