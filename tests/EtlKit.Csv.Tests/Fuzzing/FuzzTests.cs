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
                if (failure is null && !StartsWithWideMark(text))
                {
                    AssertIsAsInReference(items, text, hasHeader);
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

    private static void AssertIsAsInReference(List<Item> items, byte[] text, bool hasHeader)
    {
        var all = ReferenceReader.Read(text);
        var records = all.Skip(hasHeader ? 1 : 0).ToList();
        items.Select(item => (item.LineNumber, item.Position.Bytes)).Should().Equal(records.Select(record => (record.Line, record.End)));
        if (hasHeader)
        {
            items.Zip(records).Should().NotContain(pair => pair.First.Reason == null && pair.Second.Fields != all[0].Fields);
        }
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
