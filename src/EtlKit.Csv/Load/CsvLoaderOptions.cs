using System.Globalization;
using CsvHelper;

namespace EtlKit.Csv;

/// <summary>How a <see cref="CsvLoader"/> writes: UTF-8, fields quoted where they must be. It is copied when the loader is made: later changes have no effect.</summary>
public sealed class CsvLoaderOptions
{
    /// <summary>Gets or sets the character between the fields, an ASCII character.</summary>
    /// <value>The default is a comma.</value>
    public char Delimiter { get; set; } = ',';

    /// <summary>Gets or sets whether the first record names the columns. It is written even when no row follows.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool HasHeader { get; set; } = true;

    /// <summary>Gets or sets what ends a record: <c>\n</c>, <c>\r\n</c> or <c>\r</c>.</summary>
    /// <value>The default is <c>\n</c>.</value>
    public string NewLine { get; set; } = "\n";

    /// <summary>Gets or sets whether the file starts with a byte order mark.</summary>
    /// <value>The default is <see langword="false"/>. Some spreadsheets take a file without it for one in an older encoding.</value>
    /// <remarks>A file whose text itself begins with U+FEFF gets one in any case: readers would take the text's own off.</remarks>
    public bool WriteByteOrderMark { get; set; }

    /// <summary>
    /// Gets or sets whether text that a spreadsheet would take for a formula gets a <c>'</c> before it, for files that people open: text that begins
    /// with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a CR.
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>: what is written reads back the same. With <see langword="true"/> the changed text reads back. Numbers,
    /// dates and times, booleans and GUIDs are left alone, so <c>-5</c> stays a number; the names of columns are text.
    /// </value>
    public bool NeutralizeFormulas { get; set; }

    /// <summary>Gets or sets the culture by which numbers and dates are written.</summary>
    /// <value>The default is the invariant culture.</value>
    public CultureInfo Culture { get; set; } = CultureInfo.InvariantCulture;

    /// <summary>Gets or sets how the file is compressed. With gzip every batch is a member of its own, which all readers of gzip put together.</summary>
    /// <value>The default is <see cref="CsvCompression.Auto"/>: by the name of the file.</value>
    public CsvCompression Compression { get; set; } = CsvCompression.Auto;

    /// <summary>
    /// Gets or sets a function that makes the last changes to the options of CsvHelper's writer, for what has no property here, such as
    /// <c>o => o with { Quoting = CsvQuoting.Always, NullValue = "NULL" }</c>.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Func<CsvWriterOptions, CsvWriterOptions>? ConfigureWriter { get; set; }
}
