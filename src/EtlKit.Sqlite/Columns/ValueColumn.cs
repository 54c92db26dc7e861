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
}
