namespace EtlKit;

/// <summary>
/// Writes the rows of a batch in a transaction; when the target refuses them for their data, narrows them down by halves to the rows that are bad, and
/// writes all others.
/// </summary>
/// <remarks>
/// <para>
/// k bad rows of N cost at most 2 k ⌈log₂ N⌉ + k writes more, and those that end the transaction ⌈log₂ N⌉ each on top. Rows are written in their order,
/// except those that come right only after others.
/// </para>
/// <para>
/// A row is judged on top of the good rows before it. One that was refused is tried once more at the end, since what it lacks, such as the row to which it
/// refers, may have come after it.
/// </para>
/// <para>Used by the writer only, for one attempt at one batch.</para>
/// </remarks>
internal sealed class BatchNarrowing<TRow>(
    ITransactionalLoadSession<TRow> session, ILoader<TRow> loader, ErrorClassifier classifier, ReadOnlyMemory<TRow> rows) : IAsyncDisposable
{
    // The rows that this transaction holds, as ranges in the order in which they were written: what must be written again when the target ends it.
    private readonly List<Range> _written = [];
    private readonly List<(RefusedRow Row, bool MayComeRight)> _refused = [];
    private ILoadTransaction<TRow>? _transaction;
    private LoadResult _result;

    /// <summary>The transaction that holds the good rows.</summary>
    public ILoadTransaction<TRow> Transaction => _transaction!;

    /// <summary>What became of the good rows.</summary>
    public LoadResult Result => _result;

    /// <summary>The bad rows, in their order.</summary>
    public IReadOnlyList<RefusedRow> Refused => _refused.Count == 0 ? [] : [.. _refused.Select(refused => refused.Row).OrderBy(row => row.Index)];

    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        _transaction = await session.BeginAsync(cancellationToken).ConfigureAwait(false);
        if (rows.IsEmpty)
        {
            return;
        }

        await WriteAsync(0..rows.Length, cancellationToken).ConfigureAwait(false);
        await TryRefusedAgainAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask WriteAsync(Range range, CancellationToken cancellationToken)
    {
        var refusal = await TryWriteAsync(range, cancellationToken).ConfigureAwait(false);
        if (refusal is null)
        {
            return;
        }

        var (start, length) = range.GetOffsetAndLength(rows.Length);
        if (length == 1)
        {
            _refused.Add((new RefusedRow(start, loader.DescribeRefusal(refusal.Exception)), refusal.LeftTransactionOpen));
            return;
        }

        var middle = start + (length / 2);
        await WriteAsync(start..middle, cancellationToken).ConfigureAwait(false);
        await WriteAsync(middle..(start + length), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes some rows.</summary>
    /// <returns>Why the target refuses them for their data; null when it doesn't.</returns>
    private async ValueTask<Refusal?> TryWriteAsync(Range range, CancellationToken cancellationToken)
    {
        try
        {
            Count(range, await Transaction.WriteAsync(rows[range], cancellationToken).ConfigureAwait(false));
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && classifier.Classify(exception) == ErrorKind.Data)
        {
            var isOpen = Transaction.IsOpen;
            if (!isOpen)
            {
                await StartAgainAsync(cancellationToken).ConfigureAwait(false);
            }

            return new Refusal(exception, isOpen);
        }
    }

    /// <summary>The target has ended the transaction: begins another, and writes again what the first one held.</summary>
    private async ValueTask StartAgainAsync(CancellationToken cancellationToken)
    {
        await Transaction.DisposeAsync().ConfigureAwait(false);
        _transaction = null;
        _transaction = await session.BeginAsync(cancellationToken).ConfigureAwait(false);

        var written = _written.ToArray();
        _written.Clear();
        _result = default;
        if (written.Length == 0)
        {
            return;
        }

        // In one call, as one write of good rows, however many ranges they are.
        var again = written.Length == 1 ? rows[written[0]] : Gather(written);
        var result = await Transaction.WriteAsync(again, cancellationToken).ConfigureAwait(false);
        _written.AddRange(written);
        Check(again.Length, result);
        _result = result;
    }

    private async ValueTask TryRefusedAgainAsync(CancellationToken cancellationToken)
    {
        // A lone row has nothing to wait for, and one that ends the transaction doesn't do so for want of another.
        foreach (var refused in _refused.Where(refused => refused.MayComeRight && rows.Length > 1).ToArray())
        {
            var index = refused.Row.Index;
            if (await TryWriteAsync(index..(index + 1), cancellationToken).ConfigureAwait(false) is null)
            {
                _ = _refused.Remove(refused);
            }
        }
    }

    private void Count(Range range, LoadResult result)
    {
        Check(range.GetOffsetAndLength(rows.Length).Length, result);
        _result = new LoadResult(_result.Loaded + result.Loaded, _result.Unchanged + result.Unchanged, _result.Ignored + result.Ignored);
        _written.Add(range);
    }

    private static void Check(int count, LoadResult result) => LedgerException.ThrowUnlessComplete(count, result);

    private TRow[] Gather(Range[] ranges)
    {
        var gathered = new List<TRow>();
        foreach (var range in ranges)
        {
            gathered.AddRange(rows[range].Span);
        }

        return [.. gathered];
    }

    private sealed record Refusal(Exception Exception, bool LeftTransactionOpen);
}
