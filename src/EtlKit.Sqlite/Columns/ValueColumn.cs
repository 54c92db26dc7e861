namespace EtlKit.Sqlite;

/// <summary>A column whose type is known when the code is compiled.</summary>
internal sealed class ValueColumn<T, TValue, TBinder>(string name, Func<T, TValue> getValue) : Column<T>(name, TBinder.StoredAs)
    where TBinder : struct, IValueBinder<TValue>
{
    public override bool HasSize => TBinder.HasSize;

    public override void Bind(ParameterBinder parameters, ReadOnlySpan<T> rows, int index, int stride)
    {
        var get = getValue;
        foreach (var row in rows)
        {
            TBinder.Bind(parameters, index, get(row));
            index += stride;
        }
    }

    public override int SizeOf(T row) => TBinder.SizeOf(getValue(row));

    public override bool HasOrder => TBinder.HasOrder;

    public override bool IsOrdered(T row) => TBinder.IsOrdered(getValue(row));

    public override ulong RankOf(T row, int shared) => TBinder.RankOf(getValue(row), shared);

    public override int Compare(T left, T right) => TBinder.Compare(getValue(left), getValue(right));

    public override int CountShared(T left, T right) => TBinder.CountShared(getValue(left), getValue(right));
}
