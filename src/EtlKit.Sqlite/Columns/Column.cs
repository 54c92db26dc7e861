namespace EtlKit.Sqlite;

/// <summary>A column of the target, and how its values are taken from rows and bound.</summary>
internal abstract class Column<T>(string name, StoredAs storedAs)
{
    public string Name { get; } = name;

    public StoredAs StoredAs { get; } = storedAs;

    /// <summary>Whether <see cref="SizeOf"/> has to be asked for the size of a row.</summary>
    public virtual bool HasSize => false;

    /// <summary>
    /// Binds the values of some rows. The loop over the rows is in here, so that a column costs one virtual call a statement, not one a value.
    /// </summary>
    /// <param name="parameters">The parameters of the statement.</param>
    /// <param name="rows">The rows of the statement.</param>
    /// <param name="index">The 1-based index of the parameter for the first row.</param>
    /// <param name="stride">How far the parameters of two rows are apart: the number of columns.</param>
    public abstract void Bind(ParameterBinder parameters, ReadOnlySpan<T> rows, int index, int stride);

    public virtual int SizeOf(T row) => 0;

    /// <summary>Whether rows can be put in the order of this column.</summary>
    public virtual bool HasOrder => false;

    /// <inheritdoc cref="IValueBinder{TValue}.IsOrdered"/>
    public virtual bool IsOrdered(T row) => true;

    /// <inheritdoc cref="IValueBinder{TValue}.RankOf"/>
    public virtual ulong RankOf(T row, int shared) => 0;

    public virtual int Compare(T left, T right) => 0;

    /// <inheritdoc cref="IValueBinder{TValue}.CountShared"/>
    public virtual int CountShared(T left, T right) => 0;
}
