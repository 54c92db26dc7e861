using System.Text;
using System.Text.Unicode;

namespace EtlKit.Csv;

/// <summary>Reads one source once. Files are read synchronously, so that a step ends at once and costs no state machine.</summary>
internal sealed class CsvEnumerator<TRow>(
    ICsvSource source,
    CsvSettings settings,
    CsvMapping<TRow> mapping,
    Func<CsvMeter, CancellationToken, ValueTask<CsvInput>> open,
    CancellationToken extractionToken,
    CancellationToken enumerationToken)
    : IAsyncEnumerator<Extracted<TRow>>, IRawTextSource, ISizedSource
{
    // Linked only when both can be cancelled, which is rare: it is the one thing here that must be disposed without an open source.
    private readonly CancellationTokenSource? _linked = extractionToken.CanBeCanceled && enumerationToken.CanBeCanceled
        ? CancellationTokenSource.CreateLinkedTokenSource(extractionToken, enumerationToken)
        : null;

    private readonly CsvMeter _meter = new();
    private CsvInput? _input;
    private CsvRowReader<TRow>? _rows;
    private Extracted<TRow> _current;
    private bool _hasCurrent;

    private CancellationToken CancellationToken =>
        _linked?.Token ?? (enumerationToken.CanBeCanceled ? enumerationToken : extractionToken);

    public Extracted<TRow> Current => _current;

    public string? RawText => _hasCurrent ? Encoding.UTF8.GetString(_input!.Reader.RawRecord) : null;

    public long BytesRead => _meter.Position;

    public long? Length => _meter.Length;

    public ValueTask<bool> MoveNextAsync()
    {
        if (_input is null)
        {
            return OpenAndMoveAsync();
        }

        return source.ReadsAsynchronously ? MoveSlowlyAsync(_input) : new(MoveAtOnce(_input));
    }

    public async ValueTask DisposeAsync()
    {
        _hasCurrent = false;
        _linked?.Dispose();
        if (_input is not null)
        {
            await _input.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> OpenAndMoveAsync()
    {
        CancellationToken.ThrowIfCancellationRequested();
        _input = await open(_meter, CancellationToken).ConfigureAwait(false);
        return await MoveNextAsync().ConfigureAwait(false);
    }

    private bool MoveAtOnce(CsvInput input)
    {
        bool more;
        try
        {
            more = input.Reader.Read();
        }
        catch (Exception exception) when (CsvErrors.IsFailure(exception, CancellationToken))
        {
            throw Failure(exception);
        }

        return Take(input, more);
    }

    private async ValueTask<bool> MoveSlowlyAsync(CsvInput input)
    {
        bool more;
        try
        {
            more = await input.Reader.ReadAsync(CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (CsvErrors.IsFailure(exception, CancellationToken))
        {
            throw Failure(exception);
        }

        return Take(input, more);
    }

    private bool Take(CsvInput input, bool more)
    {
        _hasCurrent = more;
        if (!more)
        {
            return false;
        }

        var reader = input.Reader;
        if ((reader.RowNumber & CsvExtractorDefaults.CancellationMask) == 0)
        {
            CancellationToken.ThrowIfCancellationRequested();
        }

        var raw = reader.RawRecord;
        var line = reader.LineNumber + input.LineBase;
        var position = new SourcePosition(
            reader.RowNumber + input.RowBase,
            line + CsvText.CountLineBreaks(raw),
            input.ByteBase is { } byteBase ? reader.ByteOffset + raw.Length + byteBase : SourcePosition.UnknownBytes);

        // The columns are looked up at the first record, not before: a source without any lacks none. And not later: where the header is another
        // one than expected, each record would be rejected for its number of fields.
        _rows ??= mapping.Bind(reader, input.Faults, source.Name);
        if (FindFault(input, raw) is { } fault)
        {
            _current = new(new Rejection(fault) { RawText = Encoding.UTF8.GetString(raw) }, position, line);
            return true;
        }

        var result = _rows.Read();
        _current = result.Rejection is { } rejection
            ? new(WithRawText(rejection, reader.RawRecord), position, line)
            : new(result.Row, position, line);
        return true;
    }

    private string? FindFault(CsvInput input, ReadOnlySpan<byte> raw)
    {
        if (input.IsMalformed)
        {
            return CsvErrors.Malformed(input.Faults.MalformedReason);
        }

        input.LearnFieldCount();
        if (settings.RejectInvalidUtf8 && !Utf8.IsValid(raw))
        {
            return "record is not valid UTF-8";
        }

        if (settings.RejectRagged && input.Reader.FieldCount != input.FieldCount)
        {
            return (settings.HasHeader, input.Reader.FieldCount < input.FieldCount) switch
            {
                (true, true) => "record has fewer fields than the header",
                (true, false) => "record has more fields than the header",
                (false, true) => "record has fewer fields than the first record",
                (false, false) => "record has more fields than the first record",
            };
        }

        return null;
    }

    private static Rejection WithRawText(Rejection rejection, ReadOnlySpan<byte> raw) => rejection.RawText is not null
        ? rejection
        : new Rejection(rejection.Reason) { RawText = Encoding.UTF8.GetString(raw), Exception = rejection.Exception };

    private CsvSourceException Failure(Exception exception) => CsvErrors.Translate(
        source.Name, settings, _current.Position.Rows, _current.Position.Lines, exception);
}
