using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>What the fingerprint of a source notices, and what it costs.</summary>
public sealed class FingerprintTests : IDisposable
{
    private static readonly DateTime Then = new(2024, 2, 29, 12, 30, 45, DateTimeKind.Utc);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => _directory.File("data.csv");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task GetFingerprintAsync_File_HasLengthTimeAndTheHashesOfTheBlocksBeforeThePosition()
    {
        var (bytes, position) = await WriteAsync(Rows(2000));
        var end = (int)position.Bytes;

        var fingerprint = await TakeAsync(position);

        end.Should().BeGreaterThan(2 * 4096).And.BeLessThan(bytes.Length);
        fingerprint.Should().Be(new SourceFingerprint(
            bytes.Length,
            new DateTimeOffset(Then),
            Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, 4096))),
            Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(end - 4096, 4096)))));
    }

    [Theory]
    [InlineData("id,text\n1,a\n2,b\n")]
    [InlineData("id,text\r\n1,a\r\n2,b\r\n")]
    [InlineData("\uFEFFid,text\r\n1,a\r\n2,b\r\n")]
    [InlineData("id,text\r1,a\r2,b")]
    public async Task GetFingerprintAsync_ShortFile_CoversTheBytesBeforeThePosition(string text)
    {
        var (bytes, position) = await WriteAsync(text, row: 0);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, (int)position.Bytes)));

        Encoding.UTF8.GetString(bytes.AsSpan(0, (int)position.Bytes)).Should().EndWith("1,a");
        (await TakeAsync(position)).Should().Be(new SourceFingerprint(bytes.Length, new DateTimeOffset(Then), hash, hash));
    }

    [Fact]
    public async Task GetFingerprintAsync_SameContentAndOtherTime_DiffersInTheTimeAlone()
    {
        var (_, position) = await WriteAsync(Rows(2000));
        var before = await TakeAsync(position);

        File.SetLastWriteTimeUtc(Target, Then.AddHours(1));

        (await TakeAsync(position)).Should().Be(before! with { ModifiedAt = new DateTimeOffset(Then.AddHours(1)) });
    }

    [Fact]
    public async Task GetFingerprintAsync_Grown_KeepsTheHashes()
    {
        var (bytes, position) = await WriteAsync(Rows(2000));
        var before = await TakeAsync(position);

        File.AppendAllText(Target, "more,rows\n");
        File.SetLastWriteTimeUtc(Target, Then);

        (await TakeAsync(position)).Should().Be(before! with { Length = bytes.Length + 10 });
    }

    [Fact]
    public async Task GetFingerprintAsync_ShorterThanThePosition_IsNull()
    {
        var (bytes, position) = await WriteAsync(Rows(2000));

        File.WriteAllBytes(Target, bytes[..(int)position.Bytes]);
        (await TakeAsync(position)).Should().NotBeNull();

        File.WriteAllBytes(Target, bytes[..((int)position.Bytes - 1)]);
        (await TakeAsync(position)).Should().BeNull();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(4095, true)]
    [InlineData(4096, false)]
    [InlineData(-4097, false)]
    [InlineData(-4096, true)]
    [InlineData(-1, true)]
    public async Task GetFingerprintAsync_OneByteChanged_IsNoticedInTheFirstAndTheLastBlockAndNotInTheMiddle(int at, bool noticed)
    {
        var (bytes, position) = await WriteAsync(Rows(2000));
        var before = await TakeAsync(position);

        bytes[at < 0 ? (int)position.Bytes + at : at] ^= 1;
        Write(bytes);

        (await TakeAsync(position) != before).Should().Be(noticed);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1_500_000, false)]
    [InlineData(-1, true)]
    public async Task GetFingerprintAsync_BytesUnknown_CoversTheWholeFile(int at, bool noticed)
    {
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        Write(bytes);
        var position = new SourcePosition(1000, 1001);
        var before = await TakeAsync(position);

        before!.Head.Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, 4096))));
        before.Tail.Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(bytes.Length - 4096))));
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        Write(bytes);
        (await TakeAsync(position) != before).Should().Be(noticed);
    }

    [Fact]
    public async Task GetFingerprintAsync_Gzip_CoversTheBytesOfTheFile()
    {
        var bytes = TemporaryDirectory.Gzip("id,text\n1,a\n");
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv.gz", bytes), Read.Fields);
        var position = (await Read.AllAsync(extractor))[^1].Position;

        var fingerprint = await extractor.GetFingerprintAsync(position, Token);

        fingerprint!.Length.Should().Be(bytes.Length);
        fingerprint.Head.Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes))).And.Be(fingerprint.Tail);
    }

    [Theory]
    [InlineData("c\n3,d\n", true)]
    [InlineData(",c", true)]
    [InlineData("\n3,c\n", false)]
    [InlineData("\r\n3,c\r\n", false)]
    [InlineData("\r3,c", false)]
    public async Task GetFingerprintAsync_LastLineWithoutBreakGoesOn_IsNullAndAResumeFails(string added, bool changed)
    {
        var (_, position) = await WriteAsync("id,text\n1,a\n2,b", row: 1);
        var extractor = CsvExtractor.FromFile(Target, Read.Fields);
        (await TakeAsync(position)).Should().NotBeNull();
        (await Read.AllAsync(extractor, position)).Should().BeEmpty();

        File.AppendAllText(Target, added);

        (await TakeAsync(position) is null).Should().Be(changed);
        var act = () => Read.AllAsync(extractor, position);
        if (changed)
        {
            await act.Should().ThrowAsync<CsvSourceException>()
                .WithMessage("*'data.csv' can't be resumed at byte 15*last line, which was still being written*Read it again from its start.");
        }
        else
        {
            (await act()).Rows().Should().Equal("[3][c]");
        }
    }

    [Fact]
    public async Task GetFingerprintAsync_AtTheStart_HashesNothing()
    {
        Write("id,text\n1,a\n"u8.ToArray());

        var fingerprint = await TakeAsync(SourcePosition.Start);

        fingerprint!.Head.Should().Be(Convert.ToHexStringLower(SHA256.HashData([]))).And.Be(fingerprint.Tail);
    }

    [Fact]
    public async Task GetFingerprintAsync_FileIsMissing_SaysWhichAndWhatToDo()
    {
        var extractor = CsvExtractor.FromFile(_directory.File("gone.csv"), Read.Fields, name: "in/gone.csv");

        var act = () => extractor.GetFingerprintAsync(SourcePosition.Start, Token).AsTask();

        var thrown = await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'in/gone.csv' can't be checked for changes*Check that it is there*");
        thrown.WithInnerException<FileNotFoundException>();
        thrown.Which.SourceName.Should().Be("in/gone.csv");
    }

    [Fact]
    public async Task GetFingerprintAsync_SomebodyWrites_DisturbsNobody()
    {
        var (_, position) = await WriteAsync(Rows(100));
        await using var writer = new FileStream(Target, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

        (await TakeAsync(position)).Should().NotBeNull();

        await writer.WriteAsync("x"u8.ToArray(), Token);
    }

    [Fact]
    public async Task GetFingerprintAsync_Stream_IsNullAndDoesNotOpenIt()
    {
        var extractor = CsvExtractor.FromStream("feed", _ => throw new InvalidOperationException("opened"), Read.Fields);

        (await extractor.GetFingerprintAsync(SourcePosition.Start, Token)).Should().BeNull();
    }

    [Fact]
    public async Task GetFingerprintAsync_Cancelled_Throws()
    {
        var extractor = CsvExtractor.FromFile(Target, Read.Fields);

        var act = () => extractor.GetFingerprintAsync(SourcePosition.Start, new CancellationToken(canceled: true)).AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Take_LongSource_ReadsTwoBlocks()
    {
        using var stream = new CountingStream(new byte[10_000_000]);

        _ = CsvFingerprint.Take(stream, null, new SourcePosition(0, 0, 9_000_000));

        stream.BytesRead.Should().BeLessThanOrEqualTo((2 * 4096) + 2);
        stream.Reads.Should().Be(2);
    }

    private static string Rows(int count) =>
        "id,text\n" + string.Concat(Enumerable.Range(1, count).Select(id => string.Create(CultureInfo.InvariantCulture, $"{id},text {id}\n")));

    /// <summary>Writes the file and gives the position after one of its rows, the one in the middle when left out.</summary>
    private async Task<(byte[] Bytes, SourcePosition Position)> WriteAsync(string text, int? row = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Write(bytes);
        var items = await Read.AllAsync(CsvExtractor.FromFile(Target, Read.Fields));
        return (bytes, items[row ?? (items.Count / 2)].Position);
    }

    private void Write(byte[] bytes)
    {
        _directory.Write("data.csv", bytes);
        File.SetLastWriteTimeUtc(Target, Then);
    }

    private async Task<SourceFingerprint?> TakeAsync(SourcePosition position) =>
        await CsvExtractor.FromFile(Target, Read.Fields).GetFingerprintAsync(position, Token);
}
