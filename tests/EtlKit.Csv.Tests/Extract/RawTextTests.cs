using System.IO.Compression;
using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>A record that is read again from its raw text gives what it gave in its source.</summary>
public sealed class RawTextTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(ResumeTests.Texts), MemberType = typeof(ResumeTests))]
    public async Task OpenParserAsync_EveryRecord_IsReadAsInItsSource(string text)
    {
        foreach (var hasHeader in new[] { true, false })
        {
            var options = new CsvExtractorOptions { CommentPrefix = '#', BufferSize = 256, HasHeader = hasHeader };
            await AssertReadsAgainAsync(CsvExtractor.FromFile(_directory.Write("data.csv", text), Read.Fields, options));
        }
    }

    [Fact]
    public async Task OpenParserAsync_GzipOfUtf16_IsReadAsInItsSource()
    {
        var path = Path.Combine(_directory.Path, "data.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(new UnicodeEncoding(bigEndian: true, byteOrderMark: true).GetPreamble(), Token);
            await gzip.WriteAsync(Encoding.BigEndianUnicode.GetBytes("id,text\n1,żółć\n2,a,b\n3,\"x\ny\"\n"), Token);
        }

        await AssertReadsAgainAsync(CsvExtractor.FromFile(path, Read.Fields));
    }

    [Theory]
    [InlineData("", "the raw text holds no record")]
    [InlineData("1,a\n2,b", "the raw text holds more than one record")]
    [InlineData("1,a\uFFFD", "the raw text holds U+FFFD, with which bytes that are not UTF-8 were replaced: mend the source and load it again")]
    [InlineData("1", "record has fewer fields than the header")]
    public async Task OpenParserAsync_TextIsNotOneRecord_IsRejected(string text, string expected)
    {
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", "id,text\n1,a\n"), Read.Fields);
        var parser = await ((IReplayableExtractor<string>)extractor).OpenParserAsync(Token);

        parser.Transform(text, default).Rejection!.Reason.Should().Be(expected);
    }

    private static async Task AssertReadsAgainAsync(IExtractor<string> extractor)
    {
        var parser = await ((IReplayableExtractor<string>)extractor).OpenParserAsync(Token);
        var records = 0;
        await using var items = ((IResumableExtractor<string>)extractor).ExtractFromAsync(SourcePosition.Start, Token).GetAsyncEnumerator(Token);
        while (await items.MoveNextAsync())
        {
            var item = items.Current;
            var result = parser.Transform(item.Rejection?.RawText ?? ((IRawTextSource)items).RawText!, default);

            result.Rejection?.Reason.Should().Be(item.Rejection?.Reason);
            result.HasRow.Should().Be(item.Rejection is null);
            if (result.HasRow)
            {
                result.Row.Should().Be(item.Row);
            }

            records++;
        }

        records.Should().BePositive();
    }
}
