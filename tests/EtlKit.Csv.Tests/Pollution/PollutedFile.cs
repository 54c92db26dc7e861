using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>A clean file, and what was done to it.</summary>
internal sealed class PollutedFile
{
    private readonly List<Entry> _entries =
    [
        new(Encoding.UTF8.GetBytes(CleanTable.Header), "\n", null),
        .. CleanTable.Records.Select((record, row) => new Entry(Encoding.UTF8.GetBytes(record), "\n", row)),
    ];

    private readonly HashSet<int> _spanned = [];

    /// <summary>Gets how many places were really changed.</summary>
    public int Changes { get; private set; }

    /// <summary>Gets the encoding in which the file is written; UTF-8 is the clean one.</summary>
    public Encoding Encoding { get; private set; } = new UTF8Encoding(false);

    /// <summary>Gets the rows whose lines were not touched, and which the pollution doesn't span: they must come out as they are.</summary>
    public IEnumerable<int> IntactRows => _entries.Where(entry => entry.Row is { } row && !_spanned.Contains(row)).Select(entry => entry.Row!.Value);

    public byte[] ToBytes()
    {
        var bytes = _entries.SelectMany(entry => entry.Bytes.Concat(Encoding.ASCII.GetBytes(entry.LineBreak))).ToArray();
        return Encoding is UTF8Encoding ? bytes : [.. Encoding.GetPreamble(), .. Encoding.GetBytes(Encoding.UTF8.GetString(bytes))];
    }

    /// <summary>Changes the text of rows, which are then no longer intact.</summary>
    public PollutedFile Rows(Func<string, string> change, params int[] rows) =>
        RowBytes(bytes => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes))), rows);

    public PollutedFile RowBytes(Func<byte[], byte[]> change, params int[] rows)
    {
        foreach (var row in rows)
        {
            Replace(_entries.FindIndex(entry => entry.Row == row), change, intact: false);
        }

        return this;
    }

    public PollutedFile Header(Func<string, string> change)
    {
        Replace(0, bytes => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes))), intact: true);
        return this;
    }

    /// <summary>Changes every row and the header in a way that leaves the rows what they are.</summary>
    public PollutedFile Everywhere(Func<string, string> change, bool intact = true)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            Replace(i, bytes => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes))), intact);
        }

        return this;
    }

    public PollutedFile LineBreaks(Func<int, string> lineBreak)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            Changes += _entries[i].LineBreak == lineBreak(i) ? 0 : 1;
            _entries[i] = _entries[i] with { LineBreak = lineBreak(i) };
        }

        return this;
    }

    /// <summary>Inserts lines before a row, or at the end where there is no such row.</summary>
    public PollutedFile Insert(int row, params string[] lines)
    {
        var at = _entries.FindIndex(entry => entry.Row == row);
        _entries.InsertRange(at < 0 ? _entries.Count : at, lines.Select(line => new Entry(Encoding.UTF8.GetBytes(line), "\n", null)));
        Changes += lines.Length;
        return this;
    }

    public PollutedFile InsertFirst(params string[] lines)
    {
        _entries.InsertRange(0, lines.Select(line => new Entry(Encoding.UTF8.GetBytes(line), "\n", null)));
        Changes += lines.Length;
        return this;
    }

    public PollutedFile Remove(Func<int?, bool> rows)
    {
        Changes += _entries.RemoveAll(entry => rows(entry.Row));
        return this;
    }

    public PollutedFile EncodeAs(Encoding encoding)
    {
        var utf8 = ToBytes();
        Encoding = encoding;
        Changes += utf8.AsSpan().SequenceEqual(ToBytes()) ? 0 : 1;
        return this;
    }

    /// <summary>Says that the pollution by its nature takes rows with it, though their lines weren't touched.</summary>
    public PollutedFile Spans(params int[] rows)
    {
        _spanned.UnionWith(rows);
        return this;
    }

    private void Replace(int at, Func<byte[], byte[]> change, bool intact)
    {
        var entry = _entries[at];
        var changed = change(entry.Bytes);
        if (!changed.AsSpan().SequenceEqual(entry.Bytes))
        {
            Changes++;
            _entries[at] = entry with { Bytes = changed, Row = intact ? entry.Row : null };
        }
    }

    private sealed record Entry(byte[] Bytes, string LineBreak, int? Row);
}
