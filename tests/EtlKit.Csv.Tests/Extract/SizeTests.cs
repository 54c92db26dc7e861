using System.IO.Compression;
using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>A CSV source tells how many bytes it has and how many of them were read; a directory what all its files have.</summary>
public sealed class SizeTests : IDisposable
{
    private const string Text = "id,text\n1,one\n2,two\n3,three\n";

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task BytesRead_File_IsItsLengthInTheEndAndAfterIt()
    {
        var items = await ReadAsync(CsvExtractor.FromFile(_directory.Write("data.csv", Text), Read.Fields), SourcePosition.Start);

        (items.BytesRead, items.Length).Should().Be((Text.Length, Text.Length));
    }

    [Fact]
    public async Task BytesRead_Gzip_CountsCompressedBytes()
    {
        var path = Path.Combine(_directory.Path, "data.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("id,text\n" + string.Concat(Enumerable.Repeat("1,the same again\n", 10_000))), Token);
        }

        var items = await ReadAsync(CsvExtractor.FromFile(path, Read.Fields), SourcePosition.Start);

        var length = new FileInfo(path).Length;
        length.Should().BeLessThan(50_000);
        (items.BytesRead, items.Length).Should().Be((length, length));
    }

    [Fact]
    public async Task BytesRead_StartsInTheMiddle_CountsWhatLiesBefore()
    {
        var start = new SourcePosition(2, 3, "id,text\n1,one\n2,two".Length);

        var items = await ReadAsync(CsvExtractor.FromFile(_directory.Write("data.csv", Text), Read.Fields), start);

        (items.BytesRead, items.Length).Should().Be((Text.Length, Text.Length));
    }

    [Fact]
    public async Task MeasureAsync_Directory_AddsUpItsFilesAndFollowsLinks()
    {
        _directory.Write("a.csv", Text);
        _directory.Write("b.csv", Text + Text);
        _directory.Write("c.txt", "not this one");
        File.CreateSymbolicLink(Path.Combine(_directory.Path, "d.csv"), Path.Combine(_directory.Path, "a.csv"));

        var size = await ((ISizedSequence)CsvExtractor.FromDirectory(_directory.Path, Read.Fields)).MeasureAsync(Token);

        size.Should().Be(new SequenceSize(3, 4 * Text.Length));
    }

    [Fact]
    public async Task MeasureAsync_NoDirectory_IsUnknown() =>
        (await ((ISizedSequence)CsvExtractor.FromDirectory(Path.Combine(_directory.Path, "none"), Read.Fields)).MeasureAsync(Token)).Should().BeNull();

    private static async Task<ISizedSource> ReadAsync<TRow>(IResumableExtractor<TRow> extractor, SourcePosition start)
    {
        var items = extractor.ExtractFromAsync(start, Token).GetAsyncEnumerator(Token);
        var rows = 0;
        while (await items.MoveNextAsync())
        {
            rows++;
        }

        rows.Should().BePositive();
        await items.DisposeAsync();
        return (ISizedSource)items;
    }
}
