using CsvHelper;

namespace EtlKit.Comparison;

/// <summary>
/// What the other core has to do anyway: a thread that parses the files with CsvHelper, makes rows of them and drops these, until it is stopped.
/// </summary>
internal sealed class BackgroundParsing : IAsyncDisposable
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _parsing;

    private BackgroundParsing(string directory, Func<CsvReader, string, Action<long>> open) =>
        _parsing = Task.Factory.StartNew(() => Parse(directory, open), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Starts it; it is under way when this returns.</summary>
    /// <param name="directory">The directory of the files.</param>
    /// <param name="open">Takes a reader that has read the header, and the name of the file; gives what makes a row of the current record, by its number.</param>
    public static async Task<BackgroundParsing> StartAsync(string directory, Func<CsvReader, string, Action<long>> open)
    {
        var parsing = new BackgroundParsing(directory, open);
        await await Task.WhenAny(parsing._started.Task, parsing._parsing);
        return parsing;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _parsing;
        _stop.Dispose();
    }

    private void Parse(string directory, Func<CsvReader, string, Action<long>> open)
    {
        while (true)
        {
            foreach (var path in EventFiles.In(directory))
            {
                using var reader = CsvReader.Create(EventFiles.Open(path));
                reader.ReadHeader();
                var parse = open(reader, Path.GetFileName(path));
                long row = 0;
                while (reader.Read())
                {
                    parse(++row);
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
