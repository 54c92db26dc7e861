using System.Reflection;
using System.Runtime.CompilerServices;

namespace EtlKit.Sqlite;

/// <summary>Columns of enums, which are stored as the integers that they are.</summary>
internal static class EnumColumn
{
    /// <summary>Makes a column of a delegate that returns an enum or a nullable one.</summary>
    public static Column<T> FromDelegate<T, TValue>(string name, Func<T, TValue> getValue, Type enumType) =>
        (Type.GetTypeCode(enumType), typeof(TValue) != enumType) switch
        {
            (TypeCode.SByte, false) => Read<T, TValue, sbyte>(name, getValue),
            (TypeCode.Byte, false) => Read<T, TValue, byte>(name, getValue),
            (TypeCode.Int16, false) => Read<T, TValue, short>(name, getValue),
            (TypeCode.UInt16, false) => Read<T, TValue, ushort>(name, getValue),
            (TypeCode.Int32, false) => Read<T, TValue, int>(name, getValue),
            (TypeCode.UInt32, false) => Read<T, TValue, uint>(name, getValue),
            (TypeCode.Int64, false) => Read<T, TValue, long>(name, getValue),
            (TypeCode.UInt64, false) => Read<T, TValue, ulong>(name, getValue),
            (TypeCode.SByte, true) => Read<T, TValue, sbyte?>(name, getValue),
            (TypeCode.Byte, true) => Read<T, TValue, byte?>(name, getValue),
            (TypeCode.Int16, true) => Read<T, TValue, short?>(name, getValue),
            (TypeCode.UInt16, true) => Read<T, TValue, ushort?>(name, getValue),
            (TypeCode.Int32, true) => Read<T, TValue, int?>(name, getValue),
            (TypeCode.UInt32, true) => Read<T, TValue, uint?>(name, getValue),
            (TypeCode.Int64, true) => Read<T, TValue, long?>(name, getValue),
            _ => Read<T, TValue, ulong?>(name, getValue),
        };

    /// <summary>Makes a column of a property that is an enum or a nullable one.</summary>
    public static Column<T> FromProperty<T>(string name, PropertyInfo property, MethodInfo getter, Type enumType)
    {
        // A delegate that returns the integer can be bound to a get method that returns the enum, but not to one that returns a nullable enum.
        var column = property.PropertyType == enumType ? ColumnMakers<T>.Find(Enum.GetUnderlyingType(enumType))!.FromGetter(name, getter) : null;
        return column ?? new ValueColumn<T, long?, NullableBinder<long, Int64Binder>>(name, row => ToInt64(property.GetValue(row)));
    }

    private static long? ToInt64(object? value) => value switch
    {
        null => null,
        Enum e when e.GetTypeCode() == TypeCode.UInt64 => unchecked((long)((IConvertible)e).ToUInt64(null)),
        _ => ((IConvertible)value).ToInt64(null),
    };

    // An enum and its integer have the same bits, and so have the nullable enum and the nullable integer.
    private static Column<T> Read<T, TValue, TInteger>(string name, Func<T, TValue> getValue)
    {
        Func<T, TInteger> getInteger = row =>
        {
            var value = getValue(row);
            return Unsafe.As<TValue, TInteger>(ref value);
        };
        return ColumnMakers<T>.Find(typeof(TInteger))!.FromDelegate(name, getInteger);
    }
}
