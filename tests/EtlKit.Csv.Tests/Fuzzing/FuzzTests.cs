using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>Files made at random from fixed seeds, read and compared with a reference.</summary>
public sealed class FuzzTests
{
    private const int FilesOfASeed = 300;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ExtractFromAsync_MutatedText_FindsTheRecordsOfTheReference(int seed)
    {
        var mutator = new Mutator(seed);
        for (var file = 0; file < FilesOfASeed; file++)
        {
            var text = mutator.Next();
            var hasHeader = mutator.Below(2) == 0;
            await AssertAsync(seed, file, text, async () =>
            {
                var (items, failure) = await ReadAsync(Extractor(text, hasHeader));
                AssertNeverGoesBack(items);
                if (!StartsWithWideMark(text))
                {
                    AssertIsAsInReference(items, failure, text, hasHeader);
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ExtractFromAsync_MutatedText_ResumesAtAnyPositionWithTheRest(int seed)
    {
        var mutator = new Mutator(seed + 1000);
        for (var file = 0; file < FilesOfASeed; file++)
        {
            var text = mutator.Next();
            var hasHeader = mutator.Below(2) == 0;
            var choice = mutator.Below(int.MaxValue);
            await AssertAsync(seed + 1000, file, text, async () =>
            {
                var extractor = Extractor(text, hasHeader);
                var (items, failure) = await ReadAsync(extractor);
                if (items.Count > 0 && failure is null)
                {
                    var at = choice % items.Count;
                    (await Read.AllAsync(extractor, items[at].Position)).Should().Equal(items[(at + 1)..]);
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ExtractFromAsync_MutatedTextInOtherDialects_OnlyFailsAsASource(int seed)
    {
        var mutator = new Mutator(seed + 2000);
        for (var file = 0; file < FilesOfASeed; file++)
        {
            var text = mutator.Next();
            var options = new CsvExtractorOptions
            {
                BufferSize = 256,
                MaxRecordSize = 300,
                HasHeader = mutator.Below(2) == 0,
                AllowLineBreaksInQuotes = mutator.Below(2) == 0,
                TrimWhitespace = mutator.Below(2) == 0,
                CommentPrefix = mutator.Below(2) == 0 ? '2' : null,
                MalformedRecords = (CsvRecordPolicy)mutator.Below(2),
                RaggedRecords = (CsvRecordPolicy)mutator.Below(2),
                InvalidUtf8 = (CsvRecordPolicy)mutator.Below(2),
                Encoding = mutator.Below(4) switch { 0 => Encoding.Latin1, 1 => Encoding.Unicode, _ => null },
            };
            await AssertAsync(seed + 2000, file, text, async () =>
            {
                var (items, _) = await ReadAsync(CsvExtractor.FromStream("fuzz", _ => new(new MemoryStream(text)), Read.Fields, options));
                AssertNeverGoesBack(items);
            });
        }
    }

    private static IResumableExtractor<string> Extractor(byte[] text, bool hasHeader) => CsvExtractor.FromStream(
        "fuzz", _ => new(new MemoryStream(text)), Read.Fields, new CsvExtractorOptions { BufferSize = 256, HasHeader = hasHeader });

    private static async Task<(List<Item> Items, CsvSourceException? Failure)> ReadAsync(IResumableExtractor<string> extractor)
    {
        var items = new List<Item>();
        try
        {
            await Read.AllAsync(items, extractor);
            return (items, null);
        }
        catch (CsvSourceException exception)
        {
            return (items, exception);
        }
    }

    private static void AssertIsAsInReference(List<Item> items, CsvSourceException? failure, byte[] text, bool hasHeader)
    {
        var records = ReferenceReader.Read(text);
        if (hasHeader && records.Count > 0)
        {
            (failure is not null).Should().Be(records[0].IsMalformed, "a malformed header fails the source, and nothing else does");
        }

        if (failure is not null)
        {
            return;
        }

        var expected = records.Skip(hasHeader ? 1 : 0).ToList();
        var fields = records.Where((record, i) => (i == 0 && hasHeader) || !record.IsMalformed).Select(record => record.Fields).FirstOrDefault();
        items.Select(item => (item.LineNumber, item.Position.Bytes)).Should().Equal(expected.Select(record => (record.Line, record.End)));
        items.Select(item => item.Row).Should().Equal(
            expected.Select(record => record.IsMalformed || !record.IsUtf8 || record.Fields != fields ? null : record.Shown));
    }

    private static void AssertNeverGoesBack(List<Item> items)
    {
        items.Select(item => item.Position.Rows).Should().Equal(Enumerable.Range(1, items.Count).Select(row => (long)row));
        items.Select(item => item.LineNumber).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        items.Select(item => item.Position.Bytes).Should().BeInAscendingOrder();
        items.Should().NotContain(item => item.Position.Lines < item.LineNumber);
    }

    private static bool StartsWithWideMark(byte[] text) => text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    /// <summary>Adds to a failure what is needed to see it again.</summary>
    private static async Task AssertAsync(int seed, int file, byte[] text, Func<Task> assert)
    {
        try
        {
            await assert();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed}, file {file}, text {Convert.ToHexString(text)}: {exception.Message}", exception);
        }
    }
}
