namespace EtlKit.Csv.Tests;

/// <summary>Counts what is read of it.</summary>
internal sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
{
    public long BytesRead { get; private set; }

    public int Reads { get; private set; }

    public override int Read(Span<byte> buffer) => Count(base.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await base.ReadAsync(buffer, cancellationToken));

    private int Count(int count)
    {
        Reads++;
        BytesRead += count;
        return count;
    }
}
