using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>The ways in which a file goes wrong.</summary>
internal static class Pollutions
{
    private const string LacksAColumn = "lacks a column";

    private static readonly int[] All = [.. Enumerable.Range(0, CleanTable.Rows.Length)];

    private static readonly CsvExtractorOptions OneLine = new() { AllowLineBreaksInQuotes = false };

    public static readonly Pollution[] Dialects =
    [
        new("semicolons in some rows", f => f.Rows(r => r.Replace(',', ';'), 0, 6)) { Rejects = 2 },
        new("tabs in some rows", f => f.Rows(r => r.Replace(',', '\t'), 0, 6)) { Rejects = 2 },
        new("spaces for delimiters in some rows", f => f.Rows(r => r.Replace(',', ' '), 0, 6)) { Rejects = 2 },
        new("two characters for a delimiter in some rows", f => f.Rows(r => r.Replace(",", ",,"), 0, 6)) { Rejects = 2 },
        new("semicolons everywhere", f => f.Everywhere(r => r.Replace(',', ';'), intact: false)) { Failure = LacksAColumn },

        // A header of three columns rejects each record of four; a record type would miss its columns in it and fail the source.
        new("one delimiter changed in the header", f => f.Header(h => h.Replace("note,", "note;")).Spans(All)) { Rejects = 12 },
        new("apostrophes for quotes, around a delimiter", f => f.Rows(r => r.Replace('"', '\''), 1)) { Rejects = 1 },
        new("apostrophes for quotes, around nothing", f => f.Rows(r => r.Replace('"', '\''), 5)) { OtherRows = 1 },
        new("typographic quotes", f => f.Rows(r => r.Replace("\"a, b\"", "“a, b”"), 1)) { Rejects = 1 },
        new("a whole row in quotes", f => f.Rows(r => $"\"{r}\"", 0, 7)) { Rejects = 2 },
        new("every field in quotes", f => f.Rows(r => '"' + r.Replace(",", "\",\"") + '"', 0, 6, 7)) { OtherRows = 3 },
        new("backslash before a quote", f => f.Rows(r => r.Replace("\"\"hi\"\"", "\\\"hi\\\""), 3)) { Rejects = 1 },
        new("backslash before a quote at the end of a field", f => f.Rows(r => r.Replace("plain", "\"plain\\\""), 6)) { OtherRows = 1 },
        new("backslash before a delimiter", f => f.Rows(r => r.Replace("plain", "pla\\,in"), 6)) { Rejects = 1 },
        new("spaces around fields", f => f.Rows(r => r.Replace(",", " , "), 0, 6)) { OtherRows = 2 },
        new("spaces around every field, trimmed", f => f.Everywhere(r => r.Contains('"') ? r : r.Replace(",", " \t, ")))
        {
            Options = new CsvExtractorOptions { TrimWhitespace = true },
        },
        new("a space before a quote", f => f.Rows(r => r.Replace("\"Dave\"", " \"Dave\""), 3)) { Rejects = 1 },
        new("a space after a quote", f => f.Rows(r => r.Replace("\"Dave\"", "\"Dave\" "), 3)) { Rejects = 1 },
    ];

    public static readonly Pollution[] LineBreaks =
    [
        new("CR LF", f => f.LineBreaks(_ => "\r\n")),
        new("CR", f => f.LineBreaks(_ => "\r")),
        new("mixed line breaks", f => f.LineBreaks(i => (i % 3) switch { 0 => "\n", 1 => "\r\n", _ => "\r" })),
        new("no line break at the end", f => f.LineBreaks(i => i == CleanTable.Rows.Length ? "" : "\n")),
        new("a lonely CR at the end", f => f.LineBreaks(i => i == CleanTable.Rows.Length ? "\r" : "\r\n")),
        new("blank lines between", f => f.LineBreaks(i => i % 2 == 0 ? "\n\n" : "\r\n\r\n\r\n")),
        new("LF CR", f => f.LineBreaks(_ => "\n\r")),
        new("CR CR LF", f => f.LineBreaks(_ => "\r\r\n")),
        new("two rows on one line", f => f.LineBreaks(i => i == 7 ? "" : "\n").Spans(6, 7)) { Rejects = 1 },
        new("a row broken in two", f => f.Rows(r => r.Replace(",plain", "\n,plain"), 7)) { Rejects = 2 },
        new("the line breaks of Unicode inside fields", f => f.Rows(r => r.Replace("plain", "p\u2028l\u2029a\u0085i\vn\f"), 6)) { OtherRows = 1 },
        new("an end-of-file character", f => f.Insert(99, "\u001a")) { Rejects = 1 },
    ];

    public static readonly Pollution[] Encodings =
    [
        new("Latin-1 read as UTF-8", f => f.RowBytes(r => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(r)), All)) { Rejects = 2 },
        new("Latin-1 read as such", f => f.EncodeAs(Encoding.Latin1)) { Options = new CsvExtractorOptions { Encoding = Encoding.Latin1 } },
        new("UTF-16", f => f.EncodeAs(new UnicodeEncoding(bigEndian: false, byteOrderMark: true))),
        new("UTF-16, the other byte order", f => f.EncodeAs(new UnicodeEncoding(bigEndian: true, byteOrderMark: true))),
        new("UTF-16 without mark read as UTF-8", f => f.EncodeAs(new UnicodeEncoding(false, false)).Spans(All)) { Failure = LacksAColumn },
        new("UTF-16 without mark read as such", f => f.EncodeAs(new UnicodeEncoding(false, false)))
        {
            Options = new CsvExtractorOptions { Encoding = new UnicodeEncoding(false, false) },
        },
        new("bytes that are never UTF-8", f => f.RowBytes(r => [.. r, 0xFF, 0xFE], 0, 7)) { Rejects = 2 },
        new("a letter cut in half at the end of a row", f => f.RowBytes(r => [.. r, 0xC3], 0, 7)) { Rejects = 2 },
        new("an overlong encoding and a surrogate", f => f.RowBytes(r => [.. r, 0xC0, 0xAF], 0).RowBytes(r => [.. r, 0xED, 0xA0, 0x80], 7)) { Rejects = 2 },
        new("a byte order mark at the start", f => f.Header(h => "\uFEFF" + h)),
        new("two byte order marks at the start", f => f.Header(h => "\uFEFF\uFEFF" + h)) { Failure = LacksAColumn },
        new("a byte order mark at the start of a row", f => f.Rows(r => "\uFEFF" + r, 0, 7)) { Rejects = 2 },
        new("a byte order mark inside a field", f => f.Rows(r => r.Replace("plain", "pl\uFEFFain"), 7)) { OtherRows = 1 },
        new("NUL bytes in fields", f => f.Rows(r => r.Replace("plain", "\0pl\0ain\0"), 6, 7)) { OtherRows = 2 },
        new("a line of NUL bytes", f => f.Insert(5, new string('\0', 500))) { Rejects = 1 },
    ];

    public static readonly Pollution[] Shapes =
    [
        new("fewer fields", f => f.Rows(r => r[..r.LastIndexOf(',')], 0, 6)) { Rejects = 2 },
        new("more fields", f => f.Rows(r => r + ",extra", 0, 6)) { Rejects = 2 },
        new("a delimiter too much at the end of a row", f => f.Rows(r => r + ",", 0, 6)) { Rejects = 2 },
        new("a delimiter too much everywhere", f => f.Everywhere(r => r + ",")),
        new("empty rows", f => f.Insert(0, "", "").Insert(5, "").Insert(99, "")),
        new("rows of spaces", f => f.Insert(5, "   ", "\t")) { Rejects = 2 },
        new("rows of delimiters", f => f.Insert(5, ",,,")) { Rejects = 1 },
        new("a row of an empty quoted field", f => f.Insert(5, "\"\"")) { Rejects = 1 },
        new("no header", f => f.Remove(row => row is null).Spans(0)) { Failure = LacksAColumn },
        new("the header again in the middle", f => f.Insert(5, CleanTable.Header)) { Rejects = 1 },
        new("a second line of header", f => f.Insert(0, "(number),(text),(text),(number)")) { Rejects = 1 },
        new("a column's name twice, and another lost", f => f.Header(h => h.Replace("note", "name"))) { Failure = LacksAColumn },
        new("a column's name twice", f => f.Everywhere(r => r.StartsWith("id", StringComparison.Ordinal) ? r + ",name" : r + ",second")),
        new("names of columns in other case and order", f => f.Header(_ => "ID,Name,NOTE,Amount")),

        // The first line is the header, of one column; a record type would miss its columns in it and fail the source.
        new("preamble", f => f.InsertFirst("Report of March", "").Spans(All)) { Rejects = 13 },
        new("preamble as wide as the header", f => f.InsertFirst("Report,of,March,")) { Failure = LacksAColumn },
        new("preamble as comments", f => f.InsertFirst("# Report of March", "#", "").Insert(5, "# half of it", "#\"open"))
        {
            Options = new CsvExtractorOptions { CommentPrefix = '#' },
        },
        new("footnotes", f => f.Insert(99, "", "Total: 12 rows", "\"Source: the archive\"")) { Rejects = 2 },
        new("another table behind", f => f.Insert(99, "", "sku,price", "1,2.5", "2,3.5")) { Rejects = 3 },
        new("the same table behind", f => f.Insert(99, "", CleanTable.Header, "13,Mia,more,13.5")) { Rejects = 1, OtherRows = 1 },
        new("a very long field", f => f.Rows(r => r.Replace("plain", new string('x', 1_000_000)), 6)) { OtherRows = 1 },
        new("a field longer than MaxRecordSize", f => f.Rows(r => r.Replace("plain", new string('x', 200_000)), 6).Spans(7, 8, 9, 10, 11))
        {
            Options = new CsvExtractorOptions { MaxRecordSize = 100_000, BufferSize = 4096 }, Failure = "MaxRecordSize",
        },
        new("a row of very many columns", f => f.Rows(r => r + new string(',', 100_000), 6)) { Rejects = 1 },
        new("very many columns", f => f.Everywhere(r => r + new string(',', 5_000))),
    ];

    public static readonly Pollution[] Quotes =
    [
        new("a quote inside an unquoted field", f => f.Rows(r => r.Replace("plain", "pl\"ain"), 6, 7)) { Rejects = 2 },
        new("quotes inside an unquoted field", f => f.Rows(r => r.Replace("plain", "the \"plain\" one"), 6, 7)) { Rejects = 2 },
        new("a quote at the end of an unquoted field", f => f.Rows(r => r.Replace("plain", "plain\""), 6, 7)) { Rejects = 2 },
        new("text after a closing quote", f => f.Rows(r => r.Replace("plain", "\"pl\"ain"), 6, 7)) { Rejects = 2 },
        new("a quote not doubled", f => f.Rows(r => r.Replace("\"\"hi\"\"", "\"hi\""), 3)) { Rejects = 1 },

        // The quote is closed by the next one in the file, which opens a field of row 8 and stands inside the record now.
        new("a quote never closed", f => f.Rows(r => r.Replace("plain", "\"plain"), 6).Spans(7, 8)) { Rejects = 2 },
        new("a quote never closed in the last row", f => f.Rows(r => r.Replace("last", "\"last"), 11)) { Rejects = 1 },
        new("a quote never closed, with no other behind", f => f.Rows(r => r.Replace("plain", "\"plain"), 10).Spans(11)) { Rejects = 1 },
        new("a quote never closed in the header", f => f.Header(h => h.Replace("amount", "\"amount")).Spans(All)) { Failure = "malformed header" },

        // Row 8 has a line break of its own, and becomes two records.
        new("a quote never closed, and no line breaks in quotes", f => f.Rows(r => r.Replace("plain", "\"plain"), 6).Spans(8)) { Options = OneLine, Rejects = 3 },
    ];

    public static readonly Pollution[] Remains =
    [
        new("an empty file", f => f.Remove(_ => true)),
        new("one cell", f => f.Remove(_ => true).Insert(0, "id")),
        new("a header alone", f => f.Remove(row => row is not null)),
        new("only delimiters", f => f.Remove(_ => true).Insert(0, ",,,", ",,,", ",,,")) { Failure = LacksAColumn },
        new("only line breaks", f => f.Remove(_ => true).Insert(0, "", "", "")),
        new("only a byte order mark", f => f.Remove(_ => true).Insert(0, "\uFEFF").LineBreaks(_ => "")),
        new("only a quote", f => f.Remove(_ => true).Insert(0, "\"")) { Failure = "malformed header" },
        new("only NUL bytes", f => f.Remove(_ => true).Insert(0, new string('\0', 1000), new string('\0', 1000))) { Failure = LacksAColumn },
    ];

    public static IEnumerable<Pollution> Every => [.. Dialects, .. LineBreaks, .. Encodings, .. Shapes, .. Quotes, .. Remains];
}
