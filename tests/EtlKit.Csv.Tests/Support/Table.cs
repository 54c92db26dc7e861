using CsCheck;
using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>How a table is written.</summary>
internal sealed record TableFormat(char Delimiter, string NewLine, bool HasHeader, bool HasMark, bool IsCompressed, CsvQuoting Quoting, int BatchSize);

/// <summary>A table of text that is hard to write as CSV.</summary>
internal sealed record Table(string[] Columns, string[][] Rows, TableFormat Format)
{
    private static readonly string[] Pieces =
    [
        "", "a", "1", " ", "\"", "\"\"", ",", ";", "\t", "\n", "\r", "\r\n", "\0", "\\", "'", "=", "#", "é", "表", "😀", "\uFEFF", "\u2028", "\u0085", "\u001a",
    ];

    private static readonly Gen<string> Text = Gen.Frequency(
        (20, Gen.OneOf(Pieces).Array[0, 5].Select(pieces => string.Concat(pieces))),
        (1, Gen.Select(Gen.OneOf(Pieces), Gen.Int[60, 300], (piece, times) => string.Concat(Enumerable.Repeat(piece, times)))));

    private static readonly Gen<TableFormat> Formats = Gen.Select(
        Gen.OneOf(',', ';', '\t', '|'),
        Gen.OneOf("\n", "\r\n", "\r"),
        Gen.Bool,
        Gen.Bool,
        Gen.Frequency((3, false), (1, true)),
        Gen.Enum<CsvQuoting>(),
        Gen.Int[1, 10],
        (delimiter, newLine, header, mark, compressed, quoting, batch) => new TableFormat(delimiter, newLine, header, mark, compressed, quoting, batch));

    public static readonly Gen<Table> All = Gen.Int[1, 4].SelectMany(width => Gen.Select(
        Text.Array[width], Text.Array[width].Array[0, 12], Formats, (columns, rows, format) => new Table(columns, rows, format)));

    public override string ToString() =>
        $"{Format} {Shown(Columns)}: {string.Join(' ', Rows.Select(Shown))}";

    /// <summary>Shows what can't be seen.</summary>
    private static string Shown(string[] fields) => System.Text.Json.JsonSerializer.Serialize(fields);
}
