using CsvHelper;

namespace EtlKit.Csv;

/// <summary>The columns of a CSV file that is written, in their order.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
public sealed class CsvColumns<TRow>
{
    private readonly List<CsvColumn<TRow>> _columns = [];

    internal CsvColumns()
    {
    }

    internal IReadOnlyList<CsvColumn<TRow>> Columns => _columns;

    /// <summary>Adds a column of text.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">Gets the text of a row; <see langword="null"/> is written as an empty field.</param>
    /// <returns>The same columns.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or has been added before.</exception>
    public CsvColumns<TRow> Add(string name, Func<TRow, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, (writer, row) => writer.WriteField(value(row)));
    }

    /// <summary>Adds a column of booleans, written as <c>True</c> and <c>False</c>.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">Gets the value of a row.</param>
    /// <returns>The same columns.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or has been added before.</exception>
    public CsvColumns<TRow> Add(string name, Func<TRow, bool> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, (writer, row) => writer.WriteField(value(row)));
    }

    /// <summary>Adds a column of numbers, dates, or anything else that formats itself, without boxing it.</summary>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">Gets the value of a row.</param>
    /// <param name="format">
    /// The format; when left out, numbers are written so that they read back the same, dates and times in ISO 8601.
    /// </param>
    /// <returns>The same columns.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or has been added before.</exception>
    public CsvColumns<TRow> Add<TValue>(string name, Func<TRow, TValue> value, string? format = null)
        where TValue : IUtf8SpanFormattable
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, (writer, row) => writer.WriteField(value(row), format));
    }

    /// <summary>Adds a column of values that may be missing; <see langword="null"/> is written as an empty field.</summary>
    /// <inheritdoc cref="Add{TValue}(string, Func{TRow, TValue}, string?)"/>
    public CsvColumns<TRow> Add<TValue>(string name, Func<TRow, TValue?> value, string? format = null)
        where TValue : struct, IUtf8SpanFormattable
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, (writer, row) => writer.WriteField(value(row), format));
    }

    private CsvColumns<TRow> Add(string name, Action<CsvWriter, TRow> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_columns.Exists(column => column.Name == name))
        {
            throw new ArgumentException($"There is a column '{name}' already: give each column a name of its own.", nameof(name));
        }

        _columns.Add(new CsvColumn<TRow>(name, write));
        return this;
    }
}
