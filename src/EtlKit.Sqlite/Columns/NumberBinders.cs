namespace EtlKit.Sqlite;

// One line a type: these are the types that SQLite stores as numbers.
internal readonly struct BooleanBinder : IValueBinder<bool>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    public static void Bind(ParameterBinder parameters, int index, bool value) => parameters.BindInteger(index, value ? 1 : 0);
}

internal readonly struct SByteBinder : IValueBinder<sbyte>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    public static void Bind(ParameterBinder parameters, int index, sbyte value) => parameters.BindInteger(index, value);
}

internal readonly struct ByteBinder : IValueBinder<byte>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    public static void Bind(ParameterBinder parameters, int index, byte value) => parameters.BindInteger(index, value);
}

internal readonly struct Int16Binder : IValueBinder<short>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    public static void Bind(ParameterBinder parameters, int index, short value) => parameters.BindInteger(index, value);
}

internal readonly struct UInt16Binder : IValueBinder<ushort>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    public static void Bind(ParameterBinder parameters, int index, ushort value) => parameters.BindInteger(index, value);
}

internal readonly struct Int32Binder : IValueBinder<int>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    public static void Bind(ParameterBinder parameters, int index, int value) => parameters.BindInteger(index, value);

    public static bool HasOrder => true;

    public static ulong RankOf(int value, int shared) => unchecked((ulong)value) ^ (1UL << 63);

    public static int Compare(int left, int right) => left.CompareTo(right);
}

internal readonly struct UInt32Binder : IValueBinder<uint>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    public static void Bind(ParameterBinder parameters, int index, uint value) => parameters.BindInteger(index, value);
}

internal readonly struct Int64Binder : IValueBinder<long>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    public static void Bind(ParameterBinder parameters, int index, long value) => parameters.BindInteger(index, value);

    public static bool HasOrder => true;

    public static ulong RankOf(long value, int shared) => unchecked((ulong)value) ^ (1UL << 63);

    public static int Compare(long left, long right) => left.CompareTo(right);
}

internal readonly struct UInt64Binder : IValueBinder<ulong>
{
    public static StoredAs StoredAs => StoredAs.Integer;

    // SQLite has no unsigned integers: the 64 bits are stored as they are, and read back as they are.
    public static void Bind(ParameterBinder parameters, int index, ulong value) => parameters.BindInteger(index, unchecked((long)value));
}

internal readonly struct SingleBinder : IValueBinder<float>
{
    public static StoredAs StoredAs => StoredAs.Real;

    public static void Bind(ParameterBinder parameters, int index, float value) => parameters.BindReal(index, value);
}

internal readonly struct DoubleBinder : IValueBinder<double>
{
    public static StoredAs StoredAs => StoredAs.Real;

    public static void Bind(ParameterBinder parameters, int index, double value) => parameters.BindReal(index, value);
}
