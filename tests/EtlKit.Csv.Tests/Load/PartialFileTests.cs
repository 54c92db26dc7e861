namespace EtlKit.Csv.Tests;

public sealed class PartialFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Append_DiskFullInTheMiddle_LeavesNothingOfItAndSaysWhatToDo()
    {
        var target = _directory.File("out.csv");
        await using var file = PartialFile.Create(target);
        file.Append("first\n"u8.ToArray());
        var write = file.Write;
        file.Write = (handle, bytes, offset) =>
        {
            write(handle, bytes[..3], offset);
            throw new IOException("No space left on device", 28);
        };

        var act = () => file.Append("a much longer second\n"u8.ToArray());

        act.Should().Throw<IOException>().WithMessage("*out.csv*free some space*");
        file.Write = write;
        file.Complete();
        File.ReadAllText(target).Should().Be("first\n");
    }
}
