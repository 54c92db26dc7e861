using EtlKit;

namespace CustomConnectors;

/// <summary>A loader of one's own: writes a line a row to a file that appears only when the run is complete.</summary>
internal sealed class TextFileLoader<TRow>(string path, Func<TRow, string> format) : ILoader<TRow>
{
    public string Name => $"text {Path.GetFileName(path)}";

    public ValueTask<ILoadSession<TRow>> OpenAsync(LoadContext context, CancellationToken cancellationToken) =>
        new(new Session(path, format));

    private sealed class Session(string path, Func<TRow, string> format) : ILoadSession<TRow>
    {
        private readonly string _partial = path + ".partial";
        private readonly StreamWriter _writer = File.CreateText(path + ".partial");

        public async ValueTask<LoadResult> LoadAsync(RowBatch<TRow> batch, CancellationToken cancellationToken)
        {
            var lines = string.Concat(batch.Select(row => format(row) + "\n")); // all or none: nothing is written if a row can't be formatted
            await _writer.WriteAsync(lines.AsMemory(), cancellationToken);
            return new LoadResult(batch.Count);
        }

        public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            await _writer.DisposeAsync();
            File.Move(_partial, path, overwrite: true);
        }

        public async ValueTask DisposeAsync()
        {
            await _writer.DisposeAsync();
            File.Delete(_partial); // does nothing after CompleteAsync
        }
    }
}
