using CsvHelper;

namespace EtlKit.Comparison;

/// <summary>Makes events of the records of a file, as the pipeline does, and drops them.</summary>
internal static class EventParser
{
    public static Action<long> OpenUtf8(CsvReader reader, string name)
    {
        var mapper = new RawUtf8EventMapper(reader);
        var transformer = new Utf8EventTransformer();
        return row => _ = transformer.Transform(mapper.Read(reader), new RowContext(name, row));
    }

    public static Action<long> Open(CsvReader reader, string name)
    {
        var mapper = new RawEventMapper(reader);
        var transformer = new EventTransformer();
        return row => _ = transformer.Transform(mapper.Read(reader), new RowContext(name, row));
    }
}
