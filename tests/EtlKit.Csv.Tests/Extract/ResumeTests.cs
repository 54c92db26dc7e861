using System.Text;
using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>Reading from the position of any item gives exactly what followed it.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Texts => new(
        "id,text\n1,a\n2,b\n3,c\n",
        "id,text\r\n1,a\r\n2,b\r\n3,c\r\n",
        "id,text\r1,a\r2,b\r3,c",
        "\uFEFFid,text\n1,a\n2,żółć\n3,🎉",
        "\uFEFF\r\n\r\n# comment\r\nid,text\r\n\r\n1,\"a\r\n\r\na\"\r\n# another\r\n\r\n2,\"b\"\"\"\r\n\r\n\r\n3,c\r\n\r\n",
        "id,text\n1,\"\n\"\n\"2\",\"\"\n3,x\"y\n4\n5,\"p\"q\n6,f,g\n7,h\n8,\"never closed\n9,i\n",
        "\"id\n2\",text\n1,a\n2,b\n",
        "id,text\r1,a\n\n2,b\r\n\n3,c",
        "\r1,a\n\n2,b",
        "id,text\n\n\n\n1,a\n\n\n\n2,b",
        "id,text\n1,a\n\r\n\r\r\n2,b\r\n\n3,c",
        "id,text\n" + "1,\"" + new string('x', 3000) + "\n\"\n2,b\n");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task ExtractFromAsync_AnyPositionOfAFile_GivesTheRest(string text)
    {
        var options = new CsvExtractorOptions { CommentPrefix = '#', BufferSize = 256 };
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", text), Read.Fields, options);

        await AssertResumesAsync(extractor, seeks: true);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task ExtractFromAsync_NoHeader_GivesTheRest(string text)
    {
        var options = new CsvExtractorOptions { CommentPrefix = '#', BufferSize = 256, HasHeader = false };
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", text), Read.Fields, options);

        await AssertResumesAsync(extractor, seeks: true);
    }

    [Theory]
    [Trait("Bug", "Spring Batch #2163")]
    [MemberData(nameof(Texts))]
    public async Task ExtractFromAsync_Gzip_GivesTheRestBySkipping(string text)
    {
        var options = new CsvExtractorOptions { CommentPrefix = '#' };
        var path = _directory.Write("data.csv.gz", TemporaryDirectory.Gzip(text));

        await AssertResumesAsync(CsvExtractor.FromFile(path, Read.Fields, options), seeks: false);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public async Task ExtractFromAsync_OtherEncoding_GivesTheRestBySkipping(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var path = _directory.Write("data.csv", encoding.GetBytes("id,text\n1,é\n2,\"ü\nü\"\n3,c\n"));

        await AssertResumesAsync(CsvExtractor.FromFile(path, Read.Fields, new CsvExtractorOptions { Encoding = encoding }), seeks: false);
    }

    [Fact]
    public async Task ExtractFromAsync_SeekableStream_SeeksFromWhereItWasOpened()
    {
        var bytes = Encoding.UTF8.GetBytes("not part of it\nid,text\n1,a\n2,b\n3,c\n");
        var extractor = CsvExtractor.FromStream("feed", _ => new(new MemoryStream(bytes) { Position = 15 }), Read.Fields);

        (await Read.AllAsync(extractor))[0].Position.Should().Be(new SourcePosition(1, 2, 11));
        await AssertResumesAsync(extractor, seeks: true);
    }

    [Fact]
    public async Task ExtractFromAsync_StreamThatCannotSeek_GivesTheRestBySkipping()
    {
        var bytes = Encoding.UTF8.GetBytes("id,text\n1,a\n2,b\n3,c\n");
        var extractor = CsvExtractor.FromStream("feed", _ => new(new HeadedStream(bytes, Stream.Null)), Read.Fields);

        await AssertResumesAsync(extractor, seeks: false);
    }

    [Fact]
    public async Task ExtractFromAsync_RecordType_FindsTheColumnsOfTheHeader()
    {
        var extractor = CsvExtractor.FromFile<Reading>(_directory.Write("r.csv", "text,value,id\na,1,1\nb,x,2\nc,3,3\n"));

        await AssertResumesAsync(extractor, seeks: true);
    }

    [Fact]
    public async Task ExtractFromAsync_MarksInTheMiddle_GivesTheRestWithThem()
    {
        byte[] text = [.. "1\n"u8, 0xEF, 0xBB, 0xBF, .. "2\n"u8, 0xFF, 0xFE, .. "3\n4\n"u8, 0xEF, 0xBB, 0xBF, (byte)'\n', (byte)'5'];
        var options = new CsvExtractorOptions { HasHeader = false, InvalidUtf8 = CsvRecordPolicy.Accept };
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", text), Read.Fields, options);

        (await Read.AllAsync(extractor)).Rows().Should().Equal("[1]", "[\uFEFF2]", "[\uFFFD\uFFFD3]", "[4]", "[\uFEFF]", "[5]");
        await AssertResumesAsync(extractor, seeks: true);
    }

    [Fact]
    public async Task ExtractFromAsync_RecordsEndedByOtherRules_GiveTheRest()
    {
        var options = new CsvExtractorOptions
        {
            ConfigureReader = reader => reader with { Mode = CsvMode.Escape, SkipEmptyLines = false, ShouldSkipRecord = row => row.GetString(0) == "total" },
            RaggedRecords = CsvRecordPolicy.Accept,
        };
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", "id,text\n1,a\\\nb\n\n\ntotal,1\n2,c\n\n3,d"), Read.Fields, options);

        await AssertResumesAsync(extractor, seeks: true);
    }

    [Fact]
    public async Task ExtractFromAsync_DelimiterGuessed_GivesTheRestBySkipping()
    {
        var options = new CsvExtractorOptions { ConfigureReader = reader => reader with { Separator = null } };
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", "sep=;\nid;text\n1;a,b,c\n2;c,d,e\n"), Read.Fields, options);

        await AssertResumesAsync(extractor, seeks: false);
    }

    [Fact]
    public async Task Position_Bytes_IsWhereTheRecordEndsInTheFile()
    {
        var text = "\uFEFFid,text\r\n1,\"ż\r\n\"\r\n\r\n2,b";
        var bytes = Encoding.UTF8.GetBytes(text);

        var items = await Read.AllAsync(CsvExtractor.FromFile(_directory.Write("data.csv", bytes), Read.Fields));

        items.Select(item => Encoding.UTF8.GetString(bytes[..(int)item.Position.Bytes])).Should().Equal("\uFEFFid,text\r\n1,\"ż\r\n\"", text);
    }

    [Fact]
    public async Task ExtractFromAsync_FarIntoAFile_ReadsNothingInBetween()
    {
        var rows = string.Concat(Enumerable.Repeat("1,abcdefghij\n", 100_000));
        var bytes = Encoding.UTF8.GetBytes("id,text\n" + rows);
        CountingStream? stream = null;
        var extractor = CsvExtractor.FromStream("feed", _ => new(stream = new CountingStream(bytes)), Read.Fields);
        var last = new SourcePosition(99_999, 100_000, 8 + (99_999 * 13) - 1);

        var rest = await Read.AllAsync(extractor, last);

        rest.Should().Equal(new Item("[1][abcdefghij]", null, null, 100_001, new SourcePosition(100_000, 100_001, bytes.Length - 1)));
        stream!.BytesRead.Should().BeLessThan(200_000);
    }

    [Fact]
    public async Task ExtractFromAsync_FileHasGrown_GivesWhatWasAdded()
    {
        var path = _directory.Write("data.csv", "id,text\n1,a\n2,b");
        var extractor = CsvExtractor.FromFile(path, Read.Fields);
        var end = (await Read.AllAsync(extractor))[^1].Position;

        (await Read.AllAsync(extractor, end)).Should().BeEmpty();
        await File.AppendAllTextAsync(path, "\n3,c\n", TestContext.Current.CancellationToken);

        (await Read.AllAsync(extractor, end)).Should().Equal(new Item("[3][c]", null, null, 4, new SourcePosition(3, 4, 19)));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(1000)]
    public async Task ExtractFromAsync_NoRecordEndsThere_FailsTheSource(long bytes)
    {
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", "id,text\n1,abc\n2,b\n"), Read.Fields);

        var act = () => Read.AllAsync(extractor, new SourcePosition(1, 2, bytes));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage($"*'data.csv' can't be resumed at byte {bytes}*changed*");
    }

    [Fact]
    public async Task ExtractFromAsync_FewerRowsThanThePosition_FailsTheSource()
    {
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv.gz", TemporaryDirectory.Gzip("id\n1\n2\n")), Read.Fields);

        var act = () => Read.AllAsync(extractor, new SourcePosition(3, 4));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*can't be resumed after row 3*");
    }

    [Fact]
    public async Task ExtractFromAsync_HeaderLacksAColumnNow_FailsTheSource()
    {
        var extractor = CsvExtractor.FromFile<Reading>(_directory.Write("data.csv", "id,text\n1,a\n2,b\n"));

        var act = () => Read.AllAsync(extractor, new SourcePosition(1, 2, 11));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*Reading.Value*");
    }

    private static async Task AssertResumesAsync<TRow>(IResumableExtractor<TRow> extractor, bool seeks)
    {
        var all = await Read.AllAsync(extractor);
        all.Should().NotBeEmpty().And.OnlyContain(item => (item.Position.Bytes != SourcePosition.UnknownBytes) == seeks);
        for (var i = 0; i < all.Count; i++)
        {
            (await Read.AllAsync(extractor, all[i].Position)).Should().Equal(all[(i + 1)..], $"item {i} lies before");

            // A position that has lost its bytes is resumed by skipping.
            (await Read.AllAsync(extractor, all[i].Position with { Bytes = SourcePosition.UnknownBytes })).Should().Equal(all[(i + 1)..]);
        }
    }
}
