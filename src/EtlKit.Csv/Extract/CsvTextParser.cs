using System.Text;

namespace EtlKit.Csv;

/// <summary>Reads single records from their raw text, by the header and the number of fields that their source has.</summary>
internal sealed class CsvTextParser<TRow> : ITransformer<string, TRow>, ICsvSource
{
    private static readonly Rejection NoRecord = new("the raw text holds no record");
    private static readonly Rejection ManyRecords = new("the raw text holds more than one record");
    private static readonly Rejection Replaced = new("the raw text holds U+FFFD, with which bytes that are not UTF-8 were replaced: mend the source and load it again");

    private readonly ICsvSource _source;
    private readonly CsvSettings _settings;
    private readonly CsvMapping<TRow> _mapping;
    private readonly byte[] _head;
    private readonly int _fieldCount;

    private CsvTextParser(ICsvSource source, CsvSettings settings, CsvMapping<TRow> mapping, byte[] head, int fieldCount)
    {
        _source = source;
        _settings = settings;
        _mapping = mapping;
        _head = head;
        _fieldCount = fieldCount;
    }

    public string Name => _source.Name;

    public bool ReadsAsynchronously => false;

    /// <param name="source">The source.</param>
    /// <param name="settings">How it is read.</param>
    /// <param name="mapping">What is made of its records.</param>
    /// <param name="input">The source, open before its header, which is read as a record.</param>
    /// <param name="cancellationToken">Ends the search for a good record.</param>
    public static async ValueTask<CsvTextParser<TRow>> MakeAsync(
        ICsvSource source, CsvSettings settings, CsvMapping<TRow> mapping, CsvInput input, CancellationToken cancellationToken)
    {
        // The header, or else the first good record, says how many fields there are.
        while (input.FieldCount == 0 && await input.Reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            input.LearnFieldCount();
        }

        var head = settings.HasHeader ? [.. input.Reader.RawRecord, (byte)'\n'] : Array.Empty<byte>();
        return new(source, settings.ForText(), mapping, head, input.FieldCount);
    }

    public TransformResult<TRow> Transform(string row, RowContext context)
    {
        if (_settings.RejectInvalidUtf8 && row.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return Replaced;
        }

        var record = new CsvEnumerator<TRow>(this, _settings, _mapping, (_, _) => new(Open(row)), CancellationToken.None, CancellationToken.None);
        try
        {
            if (!Move(record))
            {
                return NoRecord;
            }

            var result = record.Current;
            return Move(record) ? ManyRecords : result.Rejection is { } rejection ? rejection : TransformResult.Row(result.Row);
        }
        finally
        {
            // Nothing but memory is open, so this ends at once, as moving does.
            record.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public SourceFingerprint? TakeFingerprint(SourcePosition position) => throw new NotSupportedException();

    private static bool Move(CsvEnumerator<TRow> record) => record.MoveNextAsync().AsTask().GetAwaiter().GetResult();

    private CsvInput Open(string text)
    {
        var faults = new CsvFaults();
        var reader = _settings.CreateReader(new MemoryStream([.. _head, .. Encoding.UTF8.GetBytes(text)]), faults);
        reader.ReadHeader();
        return new CsvInput(reader, faults) { FieldCount = _fieldCount };
    }
}
