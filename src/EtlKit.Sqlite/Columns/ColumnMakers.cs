using System.Collections.Concurrent;

namespace EtlKit.Sqlite;

/// <summary>
/// The types of values that can be stored, for rows of one type. Every combination is written out, so that ahead-of-time compilation sees it; but only those that are
/// asked for are made, because each is a type that the runtime has to load. Safe for concurrent use.
/// </summary>
internal static class ColumnMakers<T>
{
    private static readonly ConcurrentDictionary<Type, ColumnMaker<T>?> Known = [];

    public static ColumnMaker<T>? Find(Type type) => Known.GetOrAdd(type, Make);

    private static ColumnMaker<T>? Make(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        var isNullable = value != type;
        return value == typeof(string) ? new ColumnMaker<T, string?, StringBinder>()
            : value == typeof(byte[]) ? new ColumnMaker<T, byte[]?, ByteArrayBinder>()
            : value == typeof(bool) ? OfStruct<bool, BooleanBinder>(isNullable)
            : value == typeof(sbyte) ? OfStruct<sbyte, SByteBinder>(isNullable)
            : value == typeof(byte) ? OfStruct<byte, ByteBinder>(isNullable)
            : value == typeof(short) ? OfStruct<short, Int16Binder>(isNullable)
            : value == typeof(ushort) ? OfStruct<ushort, UInt16Binder>(isNullable)
            : value == typeof(int) ? OfStruct<int, Int32Binder>(isNullable)
            : value == typeof(uint) ? OfStruct<uint, UInt32Binder>(isNullable)
            : value == typeof(long) ? OfStruct<long, Int64Binder>(isNullable)
            : value == typeof(ulong) ? OfStruct<ulong, UInt64Binder>(isNullable)
            : value == typeof(float) ? OfStruct<float, SingleBinder>(isNullable)
            : value == typeof(double) ? OfStruct<double, DoubleBinder>(isNullable)
            : value == typeof(decimal) ? OfStruct<decimal, DecimalBinder>(isNullable)
            : value == typeof(char) ? OfStruct<char, CharBinder>(isNullable)
            : value == typeof(Guid) ? OfStruct<Guid, GuidBinder>(isNullable)
            : value == typeof(DateTime) ? OfStruct<DateTime, DateTimeBinder>(isNullable)
            : value == typeof(DateTimeOffset) ? OfStruct<DateTimeOffset, DateTimeOffsetBinder>(isNullable)
            : value == typeof(DateOnly) ? OfStruct<DateOnly, DateOnlyBinder>(isNullable)
            : value == typeof(TimeOnly) ? OfStruct<TimeOnly, TimeOnlyBinder>(isNullable)
            : value == typeof(TimeSpan) ? OfStruct<TimeSpan, TimeSpanBinder>(isNullable)
            : value == typeof(Utf8Text) ? OfStruct<Utf8Text, Utf8TextBinder>(isNullable)
            : value == typeof(ReadOnlyMemory<byte>) ? OfStruct<ReadOnlyMemory<byte>, ByteMemoryBinder>(isNullable)
            : null;
    }

    private static ColumnMaker<T> OfStruct<TValue, TBinder>(bool isNullable)
        where TValue : struct
        where TBinder : struct, IValueBinder<TValue>
        => isNullable ? new ColumnMaker<T, TValue?, NullableBinder<TValue, TBinder>>() : new ColumnMaker<T, TValue, TBinder>();
}
