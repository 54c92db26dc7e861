using System.Text;
using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>What becomes of records with faults: one rejection each, and nothing to their neighbours.</summary>
public sealed class RecordFaultTests
{
    [Theory]
    [InlineData("2,x\"y", "quote inside an unquoted field")]
    [InlineData("2,\"x\"y", "text after a closing quote")]
    [InlineData("2", "record has fewer fields than the header")]
    [InlineData("2,b,c", "record has more fields than the header")]
    public async Task Default_FaultyRecord_IsOneRejectionBetweenGoodRows(string record, string reason)
    {
        var items = await Read.TextAsync($"id,text\n1,a\n{record}\n3,\"c\"\"c\"\n");

        items.Should().Equal(
            new Item("[1][a]", null, null, 2, new SourcePosition(1, 2, 11)),
            new Item(null, reason, record, 3, new SourcePosition(2, 3, 12 + record.Length)),
            new Item("[3][c\"c]", null, null, 4, new SourcePosition(3, 4, 13 + record.Length + 8)));
    }

    [Theory]
    [Trait("Bug", "DuckDB #13197")]
    [InlineData("2|b|c|d")]
    [InlineData("2")]
    [InlineData("2|x\"y|c")]
    public async Task Default_FaultyRecordAnywhereInABuffer_LeavesItsNeighboursWhole(string record)
    {
        for (var length = 1; length < 300; length++)
        {
            // The record moves through a buffer of 256 bytes, and over its end.
            var text = Encoding.UTF8.GetBytes($"id|text|more\n1|{new string('a', length)}|c\n{record}\n3|b|c\n");

            var items = await Read.AllAsync(CsvExtractor.FromStream(
                "feed", _ => new(new MemoryStream(text)), Read.Fields, new CsvExtractorOptions { Delimiter = '|', BufferSize = 256 }));

            items.Rows().Should().Equal($"[1][{new string('a', length)}][c]", "[3][b][c]");
            items.Rejects().Select(item => item.RawText).Should().Equal(record);
        }
    }

    [Fact]
    public async Task Default_QuoteNeverClosed_IsOneRejectionOfAllThatFollows()
    {
        var items = await Read.TextAsync("id,text\n1,a\n2,\"b\n3,c\n");

        items.Rows().Should().Equal("[1][a]");
        items.Rejects().Should().Equal(new Item(null, "quote is never closed", "2,\"b\n3,c\n", 3, new SourcePosition(2, 5, 21)));
    }

    [Fact]
    public async Task AllowLineBreaksInQuotes_Off_QuoteNeverClosedSpoilsOneRecord()
    {
        var items = await Read.TextAsync("id,text\n1,a\n2,\"b\n3,c\n", new CsvExtractorOptions { AllowLineBreaksInQuotes = false });

        items.Rows().Should().Equal("[1][a]", "[3][c]");
        items.Rejects().Should().Equal(new Item(null, "line break inside a quoted field", "2,\"b", 3, new SourcePosition(2, 3, 16)));
    }

    [Fact]
    public async Task MalformedRecords_Accept_ReadsAsWellAsItCan()
    {
        var items = await Read.TextAsync(
            "id,text\n1,x\"y\n2,\"x\"y\n3,\"z", new CsvExtractorOptions { MalformedRecords = CsvRecordPolicy.Accept });

        items.Rows().Should().Equal("[1][x\"y]", "[2][xy]", "[3][z]");
    }

    [Fact]
    public async Task MalformedRecords_HeaderIsMalformed_FailsTheSource()
    {
        var act = () => Read.TextAsync("id,\"text\n1,a\n2,b\n");

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'data.csv'*malformed header*quote is never closed*");
    }

    [Fact]
    public async Task RaggedRecords_Accept_ReadsMissingFieldsAsEmpty()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id,text\n1\n2,b,extra\n");

        var items = await Read.AllAsync(CsvExtractor.FromFile(
            path, row => $"{row["id"].ToString()}:{row["text"].ToString()}:{row.FieldCount}", new CsvExtractorOptions { RaggedRecords = CsvRecordPolicy.Accept }));

        items.Rows().Should().Equal("1::1", "2:b:3");
    }

    [Fact]
    public async Task RaggedRecords_NoHeader_AreMeasuredByTheFirstGoodRecord()
    {
        var items = await Read.TextAsync("x\"y\n1,a\n2\n3,c\n", new CsvExtractorOptions { HasHeader = false });

        items.Rows().Should().Equal("[1][a]", "[3][c]");
        items.Rejects().Select(item => item.Reason).Should().Equal(
            "quote inside an unquoted field", "record has fewer fields than the first record");
    }

    [Fact]
    public async Task InvalidUtf8_Default_RejectsTheRecordAlone()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", [.. "a\none\n"u8, .. "caf"u8, 0xE9, .. "\ntwo\n"u8]);

        var items = await Read.AllAsync(CsvExtractor.FromFile(path, Read.Fields));
        var accepted = await Read.AllAsync(CsvExtractor.FromFile(path, Read.Fields, new CsvExtractorOptions { InvalidUtf8 = CsvRecordPolicy.Accept }));

        items.Rows().Should().Equal("[one]", "[two]");
        items.Rejects().Should().Equal(new Item(null, "record is not valid UTF-8", "caf\uFFFD", 3, new SourcePosition(2, 3, 10)));
        accepted.Rows().Should().Equal("[one]", "[caf\uFFFD]", "[two]");
    }

    [Fact]
    public async Task RecordType_FieldThatDoesNotConvert_IsRejectedByColumnAndNotByValue()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id,value,text\n1,1.5,a\n2,secret,b\n3,other,c\nx,4,d\n5,5,e\n");

        var items = await Read.AllAsync(CsvExtractor.FromFile<Reading>(path));

        items.Rows().Should().HaveCount(2);
        items.Rejects().Should().Equal(
            new Item(null, "column 'value' can't be read as Reading.Value (FormatException)", "2,secret,b", 3, new SourcePosition(2, 3, 32)),
            new Item(null, "column 'value' can't be read as Reading.Value (FormatException)", "3,other,c", 4, new SourcePosition(3, 4, 42)),
            new Item(null, "column 'id' can't be read as Reading.Id (FormatException)", "x,4,d", 5, new SourcePosition(4, 5, 48)));
    }

    [Fact]
    public async Task RecordType_FieldThatDoesNotConvert_CarriesAnExceptionWithoutTheValue()
    {
        using var directory = new TemporaryDirectory();
        var extractor = CsvExtractor.FromFile<Reading>(directory.Write("data.csv", "id,value,text\n1,secret,a\n"));

        await foreach (var item in extractor.ExtractFromAsync(SourcePosition.Start, TestContext.Current.CancellationToken))
        {
            item.Rejection!.Exception!.ToString().Should().NotContain("secret");
        }
    }

    [Fact]
    public async Task Function_Throws_IsRejectedByTheTypeOfTheException()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id\n1\nx\n3\n");

        var items = await Read.AllAsync(CsvExtractor.FromFile(path, row => row.Parse<int>(0)));

        items.Rows().Should().Equal("1", "3");
        items.Rejects().Should().Equal(new Item(null, "mapping threw FormatException", "x", 3, new SourcePosition(2, 3, 6)));
    }

    [Fact]
    public async Task Function_ThrowsOperationCanceled_IsNotRejected()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id\n1\n");

        var act = () => Read.AllAsync(CsvExtractor.FromFile<int>(path, (CsvRow _) => throw new OperationCanceledException()));

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Mapper_ThrowsOperationCanceled_IsNotRejected()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id\n1\n");

        var act = () => Read.AllAsync(CsvExtractor.FromFile<string>(path, _ => new CancellingMapper()));

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Function_FiltersARecord_FailsTheSourceAndSaysWhatToDo()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id\n1\n");

        var act = () => Read.AllAsync(CsvExtractor.FromFile<int>(path, row => row.FieldCount == 1 ? TransformResult.Filter : 1));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'data.csv'*Where*");
    }

    [Fact]
    public async Task Function_RejectsWithItsOwnRawText_KeepsIt()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id\n1\n");

        var items = await Read.AllAsync(CsvExtractor.FromFile<int>(path, _ => new Rejection("no") { RawText = "masked" }));

        items.Rejects().Single().RawText.Should().Be("masked");
    }

    [Fact]
    public async Task Function_LooksUpInItsOwnDictionary_RejectsTheRecordAndNotTheSource()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id\na\nb\na\n");
        var known = new Dictionary<string, int> { ["a"] = 1 };

        var items = await Read.AllAsync(CsvExtractor.FromFile(path, row => known[row.GetString(0)]));

        items.Rows().Should().Equal("1", "1");
        items.Rejects().Select(item => item.Reason).Should().Equal("mapping threw KeyNotFoundException");
    }

    [Fact]
    [Trait("Bug", "an oversize row")]
    public async Task MaxRecordSize_RecordIsLonger_FailsTheSourceAfterTheRowsBefore()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("data.csv", "id,text\n1,a\n2,\"" + new string('x', 5_000_000) + "\n3,c\n");
        var items = new List<Item>();

        var act = () => Read.AllAsync(items, CsvExtractor.FromFile(path, Read.Fields, new CsvExtractorOptions { MaxRecordSize = 100_000 }));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'data.csv'*row 1*MaxRecordSize (100000 bytes)*AllowLineBreaksInQuotes*");
        items.Rows().Should().Equal("[1][a]");
    }

    [Fact]
    public async Task MaxRecordSize_RecordIsShorter_ReadsIt()
    {
        var text = new string('x', 1_000_000);

        (await Read.TextAsync($"a\n{text}\n1\n")).Rows().Should().Equal($"[{text}]", "[1]");
    }

    private sealed class CancellingMapper : CsvRecordMapper<string>
    {
        public override string Read(CsvReader reader) => throw new OperationCanceledException();
    }
}
