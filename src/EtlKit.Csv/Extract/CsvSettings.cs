using System.Text;
using CsvHelper;

namespace EtlKit.Csv;

/// <summary>The options of an extractor, checked and copied. Immutable, and shared by all its runs.</summary>
internal sealed class CsvSettings
{
    private readonly CsvReaderOptions _reader;

    public CsvSettings(CsvExtractorOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BufferSize, CsvExtractorDefaults.MinBufferSize, "options.BufferSize");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRecordSize, 1, "options.MaxRecordSize");
        ArgumentNullException.ThrowIfNull(options.Culture, "options.Culture");

        Compression = options.Compression;
        RejectMalformed = options.MalformedRecords == CsvRecordPolicy.Reject;
        RejectRagged = options.RaggedRecords == CsvRecordPolicy.Reject;
        RejectInvalidUtf8 = options.InvalidUtf8 == CsvRecordPolicy.Reject;

        // CsvHelper reads UTF-8 as it is when no encoding is named, and only then heeds byte order marks.
        Encoding = options.Encoding is UTF8Encoding ? null : options.Encoding;

        var reader = new CsvReaderOptions
        {
            Separator = options.Delimiter,
            Quote = options.Quote,
            AllowLineBreaksInQuotes = options.AllowLineBreaksInQuotes,
            HasHeader = options.HasHeader,
            CommentPrefix = options.CommentPrefix,
            TrimWhitespace = options.TrimWhitespace,
            FormatProvider = options.Culture,
            MaxRecordSize = options.MaxRecordSize,
            BufferSize = options.BufferSize,
            NormalizeHeaderName = Normalizer(options.Aliases),
        };
        _reader = (options.ConfigureReader?.Invoke(reader) ?? reader) with
        {
            Encoding = Encoding,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            MalformedData = CsvMalformedDataHandling.Recover,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
        };
        HasHeader = _reader.HasHeader;
        CanStartInTheMiddle = _reader.Separator is not null || _reader.Mode == CsvMode.FixedWidth;
        MaxRecordSize = _reader.MaxRecordSize ?? int.MaxValue;

        // CsvHelper checks its options when a reader is made; this makes wrong ones fail here instead of in the run.
        CsvReader.FromText("", _reader).Dispose();
    }

    private CsvSettings(CsvSettings other, CsvReaderOptions reader)
    {
        _reader = reader;
        Encoding = reader.Encoding;
        Compression = other.Compression;
        HasHeader = reader.HasHeader;
        CanStartInTheMiddle = other.CanStartInTheMiddle;
        MaxRecordSize = other.MaxRecordSize;
        RejectMalformed = other.RejectMalformed;
        RejectRagged = other.RejectRagged;
        RejectInvalidUtf8 = other.RejectInvalidUtf8;
    }

    public Encoding? Encoding { get; }

    public CsvCompression Compression { get; private init; }

    public bool HasHeader { get; }

    /// <summary>Gets whether a reader that starts in the middle reads as one that came from the start: not when it guesses the delimiter.</summary>
    public bool CanStartInTheMiddle { get; }

    public int MaxRecordSize { get; }

    public bool RejectMalformed { get; }

    public bool RejectRagged { get; }

    public bool RejectInvalidUtf8 { get; }

    /// <summary>Makes the settings for text in memory, whatever its source is encoded in.</summary>
    public CsvSettings ForText() => new(this, _reader with { Encoding = null }) { Compression = CsvCompression.None };

    /// <summary>Makes the settings for reading the header as a record like any other.</summary>
    public CsvSettings WithoutHeader() => new(this, _reader with { HasHeader = false });

    public CsvReader CreateReader(Stream stream, CsvFaults faults, bool leaveOpen = false) => CsvReader.Create(
        stream,
        _reader with { OnMalformedRecord = RejectMalformed ? faults.OnMalformed : null, OnRecordError = faults.OnRecordError },
        leaveOpen);

    private static Func<string, string>? Normalizer(IDictionary<string, string> aliases)
    {
        if (aliases.Count == 0)
        {
            return null;
        }

        var copy = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (alias, name) in aliases)
        {
            copy[alias.Trim()] = name;
        }

        return name => copy.GetValueOrDefault(name.Trim(), name);
    }
}
