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
}
