using System.Runtime.CompilerServices;

namespace EtlKit.Sqlite;

/// <summary>Puts the rows of a batch in the order of their key, so that SQLite comes to each page of the table once in a batch. Used by one session.</summary>
/// <remarks>
/// Rows of one key stay in their order, so the same one wins. Small batches, and keys that mostly ascend by themselves, are left as they are: SQLite writes
/// these fast, and sorting would cost more than it gains.
/// </remarks>
internal sealed class RowSorter<T>(Column<T>[] key)
{
    private const int MinRows = 64;

    /// <summary>How many rows are looked at to see whether keys ascend. Of random ones, half are less than the one before.</summary>
    private const int SampleSize = 512;

    /// <summary>Up to one in so many may be less than the one before.</summary>
    private const int RowsPerDescent = 4;

    private readonly Column<T> _first = key[0];
    private Entry[] _entries = [];
    private T[] _sorted = [];
    private int _count;

    /// <summary>Whether the keys seen last were in no order, so that the rows were sorted.</summary>
    public bool IsSorting { get; private set; }

    /// <summary>Returns the rows as they are to be written, until the next call.</summary>
    public ReadOnlySpan<T> Sort(ReadOnlySpan<T> rows)
    {
        // So few say nothing of the others.
        if (rows.Length < MinRows)
        {
            return rows;
        }

        try
        {
            IsSorting = !MostlyAscend(rows) && AreOrdered(rows);
            return IsSorting ? SortByKey(rows) : rows;
        }
        catch (Exception exception) when (ColumnException.IsOfRow(exception))
        {
            // A row whose key can't be read: writing it meets that again, and says so.
            return rows;
        }
    }

    /// <summary>Lets go of the rows.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Array.Clear(_sorted, 0, _count);
        }

        _count = 0;
    }

    private bool MostlyAscend(ReadOnlySpan<T> rows)
    {
        var sample = rows[..Math.Min(SampleSize, rows.Length)];
        var descents = 0;
        for (var i = 1; i < sample.Length; i++)
        {
            descents += Compare(sample[i - 1], sample[i]) > 0 ? 1 : 0;
        }

        return descents <= sample.Length / RowsPerDescent;
    }

    private bool AreOrdered(ReadOnlySpan<T> rows)
    {
        foreach (var column in key)
        {
            foreach (var row in rows)
            {
                if (!column.IsOrdered(row))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private ReadOnlySpan<T> SortByKey(ReadOnlySpan<T> rows)
    {
        if (_entries.Length < rows.Length)
        {
            _entries = new Entry[rows.Length];
            _sorted = new T[rows.Length];
        }

        var shared = int.MaxValue;
        foreach (var row in rows[1..])
        {
            shared = Math.Min(shared, _first.CountShared(rows[0], row));
        }

        var entries = _entries.AsSpan(0, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            entries[i] = new Entry(_first.RankOf(rows[i], shared), i);
        }

        entries.Sort(static (left, right) => left.Rank != right.Rank ? left.Rank.CompareTo(right.Rank) : left.Index.CompareTo(right.Index));
        _count = rows.Length;
        var sorted = _sorted.AsSpan(0, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            sorted[i] = rows[entries[i].Index];
        }

        SortTies(entries, sorted);
        return sorted;
    }

    /// <summary>Sorts the rows that their rank doesn't tell apart; they are in the order in which they came.</summary>
    private void SortTies(ReadOnlySpan<Entry> entries, Span<T> sorted)
    {
        var start = 0;
        for (var end = 1; end <= entries.Length; end++)
        {
            if (end < entries.Length && entries[end].Rank == entries[start].Rank)
            {
                continue;
            }

            if (end - start > 1)
            {
                SortTie(sorted[start..end]);
            }

            start = end;
        }
    }

    private void SortTie(Span<T> rows)
    {
        // Ties are few and short, unless keys differ late; a stable sort of the library allocates, so short ones are sorted in place.
        const int Short = 32;
        if (rows.Length > Short)
        {
            rows.ToArray().Order(Comparer<T>.Create(Compare)).ToArray().CopyTo(rows);
            return;
        }

        for (var i = 1; i < rows.Length; i++)
        {
            var row = rows[i];
            var place = i;
            for (; place > 0 && Compare(rows[place - 1], row) > 0; place--)
            {
                rows[place] = rows[place - 1];
            }

            rows[place] = row;
        }
    }

    private int Compare(T left, T right)
    {
        foreach (var column in key)
        {
            if (column.Compare(left, right) is var order and not 0)
            {
                return order;
            }
        }

        return 0;
    }

    private readonly record struct Entry(ulong Rank, int Index);
}
