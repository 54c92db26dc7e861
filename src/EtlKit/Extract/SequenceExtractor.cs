namespace EtlKit;

/// <summary>An extractor of an ordinary sequence, whose enumerator always answers at once.</summary>
internal sealed class SequenceExtractor<TRow>(string name, IEnumerable<TRow> rows) : IExtractor<TRow>
{
    public string Name => name;

    public IAsyncEnumerable<TRow> ExtractAsync(CancellationToken cancellationToken) => new Sequence(rows);

    // A compiler-made async iterator would cost a state machine step a row; this costs the call of MoveNext.
    private sealed class Sequence(IEnumerable<TRow> rows) : IAsyncEnumerable<TRow>
    {
        public IAsyncEnumerator<TRow> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(rows.GetEnumerator());
    }

    private sealed class Enumerator(IEnumerator<TRow> rows) : IAsyncEnumerator<TRow>
    {
        public TRow Current => rows.Current;

        public ValueTask<bool> MoveNextAsync() => new(rows.MoveNext());

        public ValueTask DisposeAsync()
        {
            rows.Dispose();
            return default;
        }
    }
}
