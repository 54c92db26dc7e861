namespace EtlKit.Sqlite;

/// <summary>How values of one type are bound. Implemented by empty structs, so that the calls are compiled for each type and inlined.</summary>
internal interface IValueBinder<TValue>
{
    static abstract StoredAs StoredAs { get; }

    static abstract void Bind(ParameterBinder parameters, int index, TValue value);

    /// <summary>How many bytes of memory the value refers to, beside its own.</summary>
    static virtual int SizeOf(TValue value) => 0;

    /// <summary>Whether <see cref="SizeOf"/> has to be asked at all.</summary>
    static virtual bool HasSize => false;

    /// <summary>Whether values can be put in the order in which SQLite's binary collation has them.</summary>
    static virtual bool HasOrder => false;

    /// <summary>Whether a value has a place in that order: not when SQLite may take it for the same as another that differs here.</summary>
    static virtual bool IsOrdered(TValue value) => true;

    /// <summary>A number that comes before that of any greater value, or is the same: what decides most comparisons.</summary>
    /// <param name="value">The value.</param>
    /// <param name="shared">How many characters all values begin with in common.</param>
    static virtual ulong RankOf(TValue value, int shared) => 0;

    static virtual int Compare(TValue left, TValue right) => 0;

    /// <summary>How many characters two values begin with in common.</summary>
    static virtual int CountShared(TValue left, TValue right) => 0;
}
