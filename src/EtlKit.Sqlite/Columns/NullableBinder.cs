namespace EtlKit.Sqlite;

/// <summary>Binds what may be <see langword="null"/>.</summary>
internal readonly struct NullableBinder<TValue, TBinder> : IValueBinder<TValue?>
    where TValue : struct
    where TBinder : struct, IValueBinder<TValue>
{
    public static StoredAs StoredAs => TBinder.StoredAs;

    public static bool HasSize => TBinder.HasSize;

    public static void Bind(ParameterBinder parameters, int index, TValue? value)
    {
        if (value.HasValue)
        {
            TBinder.Bind(parameters, index, value.GetValueOrDefault());
        }
        else
        {
            parameters.BindNull(index);
        }
    }

    public static int SizeOf(TValue? value) => value.HasValue ? TBinder.SizeOf(value.GetValueOrDefault()) : 0;

    // Not of integers: SQLite may give a NULL among them a number, which depends on the rows before.
    public static bool HasOrder => TBinder.HasOrder && TBinder.StoredAs != StoredAs.Integer;

    public static bool IsOrdered(TValue? value) => !value.HasValue || TBinder.IsOrdered(value.GetValueOrDefault());

    public static ulong RankOf(TValue? value, int shared) => value.HasValue ? TBinder.RankOf(value.GetValueOrDefault(), shared) : 0;

    // NULL comes first.
    public static int Compare(TValue? left, TValue? right) => left.HasValue && right.HasValue
        ? TBinder.Compare(left.GetValueOrDefault(), right.GetValueOrDefault())
        : left.HasValue.CompareTo(right.HasValue);

    public static int CountShared(TValue? left, TValue? right) => left.HasValue && right.HasValue
        ? TBinder.CountShared(left.GetValueOrDefault(), right.GetValueOrDefault())
        : 0;
}
