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
}
