namespace EtlKit.Csv;

/// <summary>A run of a <see cref="CsvFileLoader{TRow}"/>.</summary>
internal sealed class CsvFileSession<TRow>(PartialFile file, CsvBatchEncoder<TRow> encoder, bool hasStart) : ILoadSession<TRow>
{
    // Whether the file holds any text: a mark, a header or a row.
    private bool _hasText = hasStart;

    public bool LoadsAtCompletion => true;

    public ValueTask<LoadResult> LoadAsync(RowBatch<TRow> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();

        // The whole batch is encoded before the first byte of it is written, so a row that can't be written leaves nothing behind.
        file.Append(encoder.Encode(batch, isAtStart: !_hasText));
        _hasText |= batch.Count > 0;
        return new(new LoadResult(batch.Count));
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        file.Complete();
        return default;
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
