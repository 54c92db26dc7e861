namespace EtlKit.Csv;

/// <summary>How many bytes of a source were read, and how many it has. Written by whoever reads, safe to read from any thread.</summary>
internal sealed class CsvMeter
{
    private const long Unknown = -1;

    private long _position;
    private long _length = Unknown;

    public long Position
    {
        get => Volatile.Read(ref _position);
        set => Volatile.Write(ref _position, value);
    }

    public long? Length
    {
        get => Volatile.Read(ref _length) is var length and not Unknown ? length : null;
        set => Volatile.Write(ref _length, value ?? Unknown);
    }
}
