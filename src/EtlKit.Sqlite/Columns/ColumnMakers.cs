namespace EtlKit.Sqlite;

/// <summary>
/// The types of values that can be stored, for rows of one type. Every combination is written out, so that ahead-of-time compilation sees it.
/// </summary>
internal static class ColumnMakers<T>
{
    private static readonly Dictionary<Type, ColumnMaker<T>> Makers = Make();

    public static ColumnMaker<T>? Find(Type type) => Makers.GetValueOrDefault(type);

    private static Dictionary<Type, ColumnMaker<T>> Make()
    {
        var makers = new Dictionary<Type, ColumnMaker<T>>();
        AddStruct<bool, BooleanBinder>(makers);
        AddStruct<sbyte, SByteBinder>(makers);
        AddStruct<byte, ByteBinder>(makers);
        AddStruct<short, Int16Binder>(makers);
        AddStruct<ushort, UInt16Binder>(makers);
        AddStruct<int, Int32Binder>(makers);
        AddStruct<uint, UInt32Binder>(makers);
        AddStruct<long, Int64Binder>(makers);
        AddStruct<ulong, UInt64Binder>(makers);
        AddStruct<float, SingleBinder>(makers);
        AddStruct<double, DoubleBinder>(makers);
        AddStruct<decimal, DecimalBinder>(makers);
        AddStruct<char, CharBinder>(makers);
        AddStruct<Guid, GuidBinder>(makers);
        AddStruct<DateTime, DateTimeBinder>(makers);
        AddStruct<DateTimeOffset, DateTimeOffsetBinder>(makers);
        AddStruct<DateOnly, DateOnlyBinder>(makers);
        AddStruct<TimeOnly, TimeOnlyBinder>(makers);
        AddStruct<TimeSpan, TimeSpanBinder>(makers);
        AddStruct<ReadOnlyMemory<byte>, ByteMemoryBinder>(makers);
        Add<string?, StringBinder>(makers);
        Add<byte[]?, ByteArrayBinder>(makers);
        return makers;
    }

    private static void AddStruct<TValue, TBinder>(Dictionary<Type, ColumnMaker<T>> makers)
        where TValue : struct
        where TBinder : struct, IValueBinder<TValue>
    {
        Add<TValue, TBinder>(makers);
        Add<TValue?, NullableBinder<TValue, TBinder>>(makers);
    }

    private static void Add<TValue, TBinder>(Dictionary<Type, ColumnMaker<T>> makers)
        where TBinder : struct, IValueBinder<TValue>
        => makers.Add(typeof(TValue), new ColumnMaker<T, TValue, TBinder>());
}
