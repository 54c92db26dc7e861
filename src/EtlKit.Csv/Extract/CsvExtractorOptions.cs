using System.Globalization;
using System.Text;
using CsvHelper;

namespace EtlKit.Csv;

/// <summary>How a <see cref="CsvExtractor"/> reads. It is copied when the extractor is made: later changes have no effect.</summary>
public sealed class CsvExtractorOptions
{
    /// <summary>Gets or sets the character between the fields, an ASCII character.</summary>
    /// <value>The default is a comma. It is never guessed from the data: a guess that goes wrong loads wrong rows.</value>
    public char Delimiter { get; set; } = CsvExtractorDefaults.Delimiter;

    /// <summary>Gets or sets the character around fields that contain delimiters, line breaks or quotes, an ASCII character. A quote inside is doubled.</summary>
    /// <value>The default is <c>"</c>.</value>
    public char Quote { get; set; } = CsvExtractorDefaults.Quote;

    /// <summary>Gets or sets whether a quoted field may contain line breaks.</summary>
    /// <value>
    /// The default is <see langword="true"/>. With <see langword="false"/> a line break always ends the record, so that a quote that is never
    /// closed spoils one record instead of all that follow it.
    /// </value>
    public bool AllowLineBreaksInQuotes { get; set; } = true;

    /// <summary>Gets or sets whether the first record names the columns.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool HasHeader { get; set; } = true;

    /// <summary>
    /// Gets other names of columns: <c>Aliases["ts"] = "timestamp"</c> reads a column <c>ts</c> where the mapping asks for <c>timestamp</c>.
    /// Where a header has both, the first one counts.
    /// </summary>
    /// <value>The default is empty. Names are compared without regard to case and to whitespace around them.</value>
    public IDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the character that makes a line a comment when it stands at its start, an ASCII character. Comments are skipped.</summary>
    /// <value>The default is <see langword="null"/>: there are no comments.</value>
    public char? CommentPrefix { get; set; }

    /// <summary>Gets or sets whether spaces and tabs around fields are removed; those inside quotes stay.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool TrimWhitespace { get; set; }

    /// <summary>Gets or sets the culture by which a <see cref="CsvRecordAttribute"/> type and <c>Parse</c> read numbers and dates.</summary>
    /// <value>The default is the invariant culture.</value>
    public CultureInfo Culture { get; set; } = CultureInfo.InvariantCulture;

    /// <summary>Gets or sets the encoding of the text.</summary>
    /// <value>
    /// The default is <see langword="null"/>: UTF-8, unless the source begins with the byte order mark of UTF-16 or UTF-32. Only uncompressed
    /// UTF-8 is resumed by seeking; everything else is resumed by reading over what came before.
    /// </value>
    public Encoding? Encoding { get; set; }

    /// <summary>Gets or sets how the bytes are compressed.</summary>
    /// <value>The default is <see cref="CsvCompression.Auto"/>: by the name of the source.</value>
    public CsvCompression Compression { get; set; } = CsvCompression.Auto;

    /// <summary>
    /// Gets or sets what becomes of a record whose quotes are wrong: a quote inside an unquoted field, text after a closing quote, a quote that
    /// is never closed. A header with such a fault can't be rejected: it fails the source.
    /// </summary>
    /// <value>The default is <see cref="CsvRecordPolicy.Reject"/>.</value>
    public CsvRecordPolicy MalformedRecords { get; set; } = CsvRecordPolicy.Reject;

    /// <summary>Gets or sets what becomes of a record with fewer or more fields than the header, or than the first record where there is no header.</summary>
    /// <value>
    /// The default is <see cref="CsvRecordPolicy.Reject"/>: such a record is most often one whose fields have moved into the wrong columns.
    /// When accepted, a missing field reads as empty, and an extra one is read by those that ask for its index.
    /// </value>
    public CsvRecordPolicy RaggedRecords { get; set; } = CsvRecordPolicy.Reject;

    /// <summary>Gets or sets what becomes of a record of a UTF-8 source that holds bytes that are not UTF-8, as text in another encoding does.</summary>
    /// <value>The default is <see cref="CsvRecordPolicy.Reject"/>. When accepted, each such byte reads as U+FFFD.</value>
    public CsvRecordPolicy InvalidUtf8 { get; set; } = CsvRecordPolicy.Reject;

    /// <summary>Gets or sets how many bytes of UTF-8 a record may have. A longer one fails the source: where it would end isn't known.</summary>
    /// <value>
    /// The default is 16 MiB. It is what keeps a file without line ends, or with a quote that is never closed, from filling the memory; reading
    /// takes up to about twice this. A reject carries its whole record as text, so that it can be read again: it can be as long as this, and takes
    /// two bytes a character. A record that fits into <see cref="BufferSize"/> is always read.
    /// </value>
    public int MaxRecordSize { get; set; } = CsvExtractorDefaults.MaxRecordSize;

    /// <summary>Gets or sets the size of the read buffer in bytes.</summary>
    /// <value>The default is 64 KiB, the least 256.</value>
    public int BufferSize { get; set; } = CsvExtractorDefaults.BufferSize;

    /// <summary>
    /// Gets or sets a function that makes the last changes to the options of CsvHelper's reader, for what has no property here, such as
    /// <c>o => o with { Mode = CsvMode.Escape, NullValues = ["NULL"] }</c>.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>. What it sets for <c>MalformedData</c>, <c>OnMalformedRecord</c>, <c>FieldCountMismatch</c>,
    /// <c>OnRecordError</c>, <c>TrackLineNumbers</c>, <c>Encoding</c> and <c>IncludeValuesInExceptions</c> has no effect: the extractor needs these itself.
    /// </value>
    public Func<CsvReaderOptions, CsvReaderOptions>? ConfigureReader { get; set; }
}
