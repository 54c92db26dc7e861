using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Makes the mapping of a <see cref="CsvRecordAttribute"/> type.</summary>
internal static class CsvRecordMapping
{
    /// <exception cref="InvalidOperationException">The type has no mapper.</exception>
    public static CsvRecordMapping<TRow> Generated<TRow>()
    {
        CheckHasMapper<TRow>();
        return new CsvRecordMapping<TRow>(CsvRecordMapper.Create<TRow>);
    }

    // CsvHelper has no other way to ask. What it throws for a type without mapper says what to do, and passes here.
    private static void CheckHasMapper<TRow>()
    {
        using var empty = CsvReader.FromText("");
        try
        {
            _ = CsvRecordMapper.Create<TRow>(empty);
        }
        catch (KeyNotFoundException)
        {
            // There is a mapper, and it misses its columns in the empty text.
            return;
        }
    }
}
