using CsvHelper;

namespace EtlKit.Csv;

/// <summary>A column of a <see cref="CsvColumns{TRow}"/>: its name, and how the field of a row is written.</summary>
internal readonly record struct CsvColumn<TRow>(string Name, Action<CsvWriter, TRow> Write);
