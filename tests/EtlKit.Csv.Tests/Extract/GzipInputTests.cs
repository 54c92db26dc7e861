namespace EtlKit.Csv.Tests;

public sealed class GzipInputTests : IDisposable
{
    private static readonly string Text = "id,text\n" + string.Concat(Enumerable.Range(1, 2000).Select(i => $"{i},{(i * 7919L) ^ 0x5bd1e995}\n"));

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(CsvCompression.Auto, "data.csv.gz")]
    [InlineData(CsvCompression.Auto, "DATA.CSV.GZ")]
    [InlineData(CsvCompression.Gzip, "data.csv")]
    public async Task FromFile_Gzip_IsDecompressed(CsvCompression compression, string name)
    {
        var path = _directory.Write(name, TemporaryDirectory.Gzip(Text));

        var items = await Read.AllAsync(CsvExtractor.FromFile(path, Read.Fields, new CsvExtractorOptions { Compression = compression }));

        items.Rows().Should().HaveCount(2000);
        items.Should().OnlyContain(item => item.Position.Bytes == SourcePosition.UnknownBytes);
    }

    [Fact]
    public async Task FromFile_CompressionNone_ReadsAFileNamedGzAsItIs()
    {
        var path = _directory.Write("data.csv.gz", "id\n1\n");

        (await Read.AllAsync(CsvExtractor.FromFile(path, Read.Fields, new CsvExtractorOptions { Compression = CsvCompression.None }))).Rows()
            .Should().Equal("[1]");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(1000)]
    public async Task FromFile_GzipTruncated_FailsAfterTheRowsBefore(int missing)
    {
        var items = new List<Item>();
        var path = _directory.Write("data.csv.gz", TemporaryDirectory.Gzip(Text)[..^missing]);

        var act = () => Read.AllAsync(items, CsvExtractor.FromFile(path, Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'data.csv.gz'*gzip data*");
        items.Count.Should().BeInRange(missing > 100 ? 500 : 0, 2000);
    }

    [Fact]
    public async Task FromFile_GzipDamaged_Fails()
    {
        var bytes = TemporaryDirectory.Gzip(Text);
        bytes[^6] ^= 1;

        var act = () => Read.AllAsync(CsvExtractor.FromFile(_directory.Write("data.csv.gz", bytes), Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'data.csv.gz'*gzip data are damaged*");
    }

    [Fact]
    public async Task FromFile_NotGzip_Fails()
    {
        var act = () => Read.AllAsync(CsvExtractor.FromFile(_directory.Write("data.csv.gz", "id\n1\n"), Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'data.csv.gz'*gzip*");
    }

    [Fact]
    public async Task FromFile_GzipWithoutAByte_Fails()
    {
        var act = () => Read.AllAsync(CsvExtractor.FromFile(_directory.Write("data.csv.gz", Array.Empty<byte>()), Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'data.csv.gz'*end too early*");
    }

    [Fact]
    public async Task FromFile_SomethingElseAfterTheGzip_Fails()
    {
        byte[] bytes = [.. TemporaryDirectory.Gzip("id\n1\n"), .. "and then text"u8];

        var act = () => Read.AllAsync(CsvExtractor.FromFile(_directory.Write("data.csv.gz", bytes), Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*something that is not gzip follows*");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_MembersOfAnyLength_GivesAllOfThemAndTheEnd(bool asynchronously)
    {
        var random = new Random(1);
        for (var length = 0; length < 300; length++)
        {
            var data = new byte[length * 61];
            random.NextBytes(data);
            byte[] bytes = [.. TemporaryDirectory.Gzip([0]), .. TemporaryDirectory.Gzip([0, .. data]), .. TemporaryDirectory.Gzip([1])];
            await using var gzip = new GzipInput(new MemoryStream(bytes));
            using var all = new MemoryStream();

            if (asynchronously)
            {
                await gzip.CopyToAsync(all, TestContext.Current.CancellationToken);
            }
            else
            {
                int count;
                var buffer = new byte[length + 1];
                while ((count = gzip.Read(buffer)) > 0)
                {
                    all.Write(buffer, 0, count);
                }
            }

            all.ToArray().Should().Equal([0, 0, .. data, 1], $"the member has {length * 61} bytes");
        }
    }

    [Fact]
    public async Task FromStream_GzipByItsName_IsDecompressed()
    {
        var bytes = TemporaryDirectory.Gzip("id\n1\n");

        (await Read.AllAsync(CsvExtractor.FromStream("feed.csv.gz", _ => new(new MemoryStream(bytes)), Read.Fields))).Rows().Should().Equal("[1]");
    }
}
