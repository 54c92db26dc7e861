using System.Globalization;
using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>Small files that would fill the memory, and big ones that must not.</summary>
public sealed class HostileInputTests : IDisposable
{
    private const int MemberSize = 16 * 1024 * 1024;
    private const int MembersOfAGigabyte = 64;
    private const long MaxAllocated = 50_000_000;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> EndlessRecords => new()
    {
        { "id,text\n1,a\n2,", "\0" },
        { "id,text\n1,a\n2,", "x" },
        { "id,text\n1,a\n2,\"", "x\n" },
        { "id,text\n1,a\n2,\"", "\"\"" },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(EndlessRecords))]
    public async Task GzipBomb_RecordWithoutEnd_FailsAfterTheRowsBeforeInBoundedMemory(string start, string pattern)
    {
        var path = Bomb(start, pattern, MembersOfAGigabyte);
        new FileInfo(path).Length.Should().BeLessThan(12_000_000);

        var (rows, rejects, failure, allocated) = await ReadAsync(path);

        failure!.Message.Should().Contain("'bomb.csv.gz' has a record after row 1 (line 2) that is longer than MaxRecordSize (1048576 bytes)");
        (rows, rejects).Should().Be((1, 0));
        allocated.Should().BeLessThan(MaxAllocated);
    }

    [Theory]
    [InlineData("", "\0")]
    [InlineData("\"id", ",\n")]
    public async Task GzipBomb_HeaderWithoutEnd_FailsInBoundedMemory(string start, string pattern)
    {
        var (rows, _, failure, allocated) = await ReadAsync(Bomb(start, pattern, MembersOfAGigabyte));

        failure!.Message.Should().Contain("MaxRecordSize");
        rows.Should().Be(0);
        allocated.Should().BeLessThan(MaxAllocated);
    }

    [Fact]
    public async Task File_LineWithoutEnd_FailsInBoundedMemory()
    {
        var path = _directory.Write("endless.csv", "id,text\n1,a\n2,");
        await using (var file = File.OpenWrite(path))
        {
            file.SetLength(2L * 1024 * 1024 * 1024);
        }

        var (rows, _, failure, allocated) = await ReadAsync(path);

        failure!.Message.Should().Contain("'endless.csv'").And.Contain("MaxRecordSize");
        rows.Should().Be(1);
        allocated.Should().BeLessThan(MaxAllocated);
    }

    [Fact]
    public async Task GzipBomb_ManyShortLines_StreamsThroughInBoundedMemory()
    {
        var line = "1," + new string('x', 125) + "\n";

        var (rows, rejects, failure, allocated) = await ReadAsync(Bomb("id,text\n", line, members: 16));

        failure.Should().BeNull();
        (rows, rejects).Should().Be((16 * MemberSize / line.Length, 0));
        allocated.Should().BeLessThan(MaxAllocated);
    }

    [Fact]
    public async Task GzipBomb_BlankLines_GivesNoRowsInBoundedMemory()
    {
        var (rows, rejects, failure, allocated) = await ReadAsync(Bomb("id,text\n1,a\n", "\n", members: 16));

        failure.Should().BeNull();
        (rows, rejects).Should().Be((1, 0));
        allocated.Should().BeLessThan(MaxAllocated);
    }

    [Fact]
    public async Task File_RecordOfDelimiters_IsRejectedInBoundedMemory()
    {
        var path = _directory.Write("data.csv", "id,text\n1,a\n" + new string(',', 1_000_000) + "\n2,b\n");

        var (rows, rejects, failure, allocated) = await ReadAsync(path);

        failure.Should().BeNull();
        (rows, rejects).Should().Be((2, 1));
        allocated.Should().BeLessThan(MaxAllocated);
    }

    /// <summary>Writes gzip of a start and of a pattern that goes on for 16 MiB in each member.</summary>
    private string Bomb(string start, string pattern, int members)
    {
        var text = new byte[MemberSize / pattern.Length * pattern.Length];
        var bytes = Encoding.UTF8.GetBytes(pattern);
        for (var at = 0; at < text.Length; at += bytes.Length)
        {
            bytes.CopyTo(text, at);
        }

        var member = TemporaryDirectory.Gzip(text);
        var path = _directory.Write("bomb.csv.gz", TemporaryDirectory.Gzip(start));
        using var file = new FileStream(path, FileMode.Append);
        for (var i = 0; i < members; i++)
        {
            file.Write(member);
        }

        return path;
    }

    /// <summary>Reads a file on this thread alone, so that what it allocates is not mixed with what other tests do.</summary>
    private static async Task<(int Rows, int Rejects, CsvSourceException? Failure, long Allocated)> ReadAsync(string path)
    {
        var extractor = CsvExtractor.FromFile(path, row => row.FieldCount, new CsvExtractorOptions { MaxRecordSize = 1024 * 1024 });
        var (rows, rejects, failure) = (0, 0, (CsvSourceException?)null);
        var thread = Environment.CurrentManagedThreadId;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            await foreach (var item in extractor.ExtractFromAsync(SourcePosition.Start, TestContext.Current.CancellationToken))
            {
                _ = item.Rejection is null ? rows++ : rejects++;
            }
        }
        catch (CsvSourceException exception)
        {
            failure = exception;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Environment.CurrentManagedThreadId.Should().Be(thread);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {allocated:N0} bytes allocated"));
        return (rows, rejects, failure, allocated);
    }
}
