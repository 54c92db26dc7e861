using System.Reflection;

namespace EtlKit.Sqlite;

/// <summary>Makes columns of one type of value for rows of one type.</summary>
internal abstract class ColumnMaker<T>
{
    public abstract Column<T> FromDelegate(string name, Delegate getValue);

    /// <summary>Makes a column of a property's get method, or <see langword="null"/> when the method can't be called without boxing.</summary>
    public abstract Column<T>? FromGetter(string name, MethodInfo getter);
}

/// <inheritdoc/>
internal sealed class ColumnMaker<T, TValue, TBinder> : ColumnMaker<T>
    where TBinder : struct, IValueBinder<TValue>
{
    private delegate TValue StructGetter(ref T row);

    public override Column<T> FromDelegate(string name, Delegate getValue) => new ValueColumn<T, TValue, TBinder>(name, (Func<T, TValue>)getValue);

    public override Column<T>? FromGetter(string name, MethodInfo getter)
    {
        // The get method of a struct takes its row by reference.
        if (typeof(T).IsValueType)
        {
            var getFromReference = (StructGetter?)Delegate.CreateDelegate(typeof(StructGetter), null, getter, throwOnBindFailure: false);
            return getFromReference is null ? null : new ValueColumn<T, TValue, TBinder>(name, row => getFromReference(ref row));
        }

        var getValue = (Func<T, TValue>?)Delegate.CreateDelegate(typeof(Func<T, TValue>), null, getter, throwOnBindFailure: false);
        return getValue is null ? null : new ValueColumn<T, TValue, TBinder>(name, getValue);
    }
}
