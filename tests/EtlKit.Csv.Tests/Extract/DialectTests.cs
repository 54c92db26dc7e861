using System.Globalization;
using System.Text;
using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>How text becomes records: delimiters, quotes, line breaks, encodings, headers.</summary>
public sealed class DialectTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    [InlineData("id,text")]
    [InlineData("id,text\n")]
    [InlineData("\uFEFFid,text\r\n")]
    public async Task Text_WithoutRecords_GivesNoRows(string text)
    {
        (await Read.TextAsync(text)).Should().BeEmpty();
        (await Read.AllAsync(CsvExtractor.FromFile<Reading>(_directory.Write("r.csv", text)))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task LineNumber_BlankLinesCommentsAndBreaksInFields_CountAsLines(string lineBreak)
    {
        var text = string.Join(lineBreak, "", "id,text", "1,a", "", "", "# c", "2,\"b", "", "b\"", "3,c", "4,\"", "\"");

        var items = await Read.TextAsync(text, new CsvExtractorOptions { CommentPrefix = '#' });

        items.Select(item => item.LineNumber).Should().Equal(3, 7, 10, 11);
        items.Select(item => item.Position.Lines).Should().Equal(3, 9, 10, 12);
        items.Select(item => item.Position.Rows).Should().Equal(1, 2, 3, 4);
        items[1].Row.Should().Be($"[2][b{lineBreak}{lineBreak}b]");
    }

    [Fact]
    public async Task CommentPrefix_NotSet_ReadsTheLineAsARecord() =>
        (await Read.TextAsync("a\n#1\n")).Rows().Should().Equal("[#1]");

    [Fact]
    public async Task Text_WithByteOrderMark_LosesItAndCountsIt()
    {
        var items = await Read.TextAsync("\uFEFFid\n1\n");

        items.Should().Equal(new Item("[1]", null, null, 2, new SourcePosition(1, 2, 7)));
    }

    [Fact]
    [Trait("Bug", "a NUL in a text")]
    public async Task Text_NulBytes_AreKept() => (await Read.TextAsync("a,b\n1\0,\0\n")).Rows().Should().Equal("[1\0][\0]");

    [Fact]
    public async Task Text_NoLineBreakAtTheEnd_GivesTheLastRow() =>
        (await Read.TextAsync("a,b\n1,2\n3,\"4\"")).Rows().Should().Equal("[1][2]", "[3][4]");

    [Fact]
    [Trait("Bug", "DuckDB #25827")]
    public async Task Text_LaterLinesLookLikeAnotherDialect_NoLineIsTakenForSomethingElse()
    {
        (await Read.TextAsync("c0\nv0\na;b\n")).Rows().Should().Equal("[v0]", "[a;b]");

        var wider = await Read.TextAsync(
            "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 1000)) + string.Concat(Enumerable.Repeat("1,2,3\n", 2000)));
        wider.Rows().Should().HaveCount(1000).And.OnlyContain(row => row == "[1][2]");
        wider.Rejects().Should().HaveCount(2000);
    }

    [Fact]
    public async Task Delimiter_AndQuote_AreHeeded() =>
        (await Read.TextAsync("a;b\n1,5;'x;''y'\n", new CsvExtractorOptions { Delimiter = ';', Quote = '\'' })).Rows()
            .Should().Equal("[1,5][x;'y]");

    [Fact]
    public async Task TrimWhitespace_IsOffByDefaultAndKeepsWhatIsQuoted()
    {
        const string Text = "a,b\n 1 ,\" 2 \"\n";

        (await Read.TextAsync(Text)).Rows().Should().Equal("[ 1 ][ 2 ]");
        (await Read.TextAsync(Text, new CsvExtractorOptions { TrimWhitespace = true })).Rows().Should().Equal("[1][ 2 ]");
    }

    [Fact]
    public async Task HasHeader_Off_ReadsTheFirstRecordAsARow() =>
        (await Read.TextAsync("1,2\n3,4\n", new CsvExtractorOptions { HasHeader = false })).Rows().Should().Equal("[1][2]", "[3][4]");

    [Fact]
    public async Task Culture_OfNumbers_IsInvariantUnlessGiven()
    {
        var path = _directory.Write("r.csv", "id;value;text\n1;1,5;a\n");
        var options = new CsvExtractorOptions { Delimiter = ';', Culture = CultureInfo.GetCultureInfo("de-DE") };
        var current = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
            (await Read.RowsAsync(CsvExtractor.FromFile<Reading>(path, options))).Should().Equal(new Reading(1, 1.5, "a"));
            var dotted = _directory.Write("d.csv", "id,value,text\n1,1.5,a\n");
            (await Read.RowsAsync(CsvExtractor.FromFile<Reading>(dotted))).Should().Equal(new Reading(1, 1.5, "a"));
        }
        finally
        {
            CultureInfo.CurrentCulture = current;
        }
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Encoding_WideTextWithMark_IsRecognised(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var path = _directory.Write("w.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\nżółć,🎉\n1,2\n")]);

        var items = await Read.AllAsync(CsvExtractor.FromFile(path, Read.Fields));

        items.Rows().Should().Equal("[żółć][🎉]", "[1][2]");
        items.Should().OnlyContain(item => item.Position.Bytes == SourcePosition.UnknownBytes);
    }

    [Fact]
    public async Task Encoding_Latin1_IsDecoded()
    {
        var path = _directory.Write("l.csv", Encoding.Latin1.GetBytes("a,b\nÄÖÜ,é\n1,2\n"));

        var items = await Read.AllAsync(CsvExtractor.FromFile(path, Read.Fields, new CsvExtractorOptions { Encoding = Encoding.Latin1 }));

        items.Rows().Should().Equal("[ÄÖÜ][é]", "[1][2]");
        items.Should().OnlyContain(item => item.Position.Bytes == SourcePosition.UnknownBytes);
    }

    [Fact]
    public async Task Encoding_Utf8Named_IsReadAsItIs()
    {
        var items = await Read.TextAsync("\uFEFFa\né\n", new CsvExtractorOptions { Encoding = Encoding.UTF8 });

        items.Should().Equal(new Item("[é]", null, null, 2, new SourcePosition(1, 2, 7)));
    }

    [Fact]
    public async Task Aliases_OtherNamesInTheHeader_AreFoundByAllMappings()
    {
        var path = _directory.Write("r.csv", " Number ,VAL,text\n1,1.5,a\n");
        var options = new CsvExtractorOptions { Aliases = { ["number"] = "Id", ["val"] = "value", ["unused"] = "text" } };

        (await Read.RowsAsync(CsvExtractor.FromFile<Reading>(path, options))).Should().Equal(new Reading(1, 1.5, "a"));
        (await Read.RowsAsync(CsvExtractor.FromFile(path, row => row["id"].ToString() + row["value"].ToString(), options))).Should().Equal("11.5");
    }

    [Fact]
    public async Task Aliases_ChangedAfterwards_HaveNoEffect()
    {
        var path = _directory.Write("r.csv", "ts\n1\n");
        var options = new CsvExtractorOptions { Aliases = { ["ts"] = "timestamp" } };
        var extractor = CsvExtractor.FromFile(path, row => row["timestamp"].ToString(), options);

        options.Aliases.Clear();

        (await Read.RowsAsync(extractor)).Should().Equal("1");
    }

    [Fact]
    public async Task Header_NameTwice_ReadsTheFirstByNameAndBothByIndex()
    {
        var path = _directory.Write("r.csv", "a,a\n1,2\n");

        (await Read.RowsAsync(CsvExtractor.FromFile(path, row => row["a"].ToString() + row.GetString(1)))).Should().Equal("12");
    }

    [Fact]
    public async Task ConfigureReader_SetsWhatHasNoProperty()
    {
        var options = new CsvExtractorOptions
        {
            ConfigureReader = reader => reader with
            {
                Mode = CsvMode.Escape,
                MalformedData = CsvMalformedDataHandling.Throw,
                FieldCountMismatch = CsvFieldCountHandling.Throw,
                TrackLineNumbers = false,
            },
        };

        var items = await Read.TextAsync("a,b\n1,x\\,\\\ny\n2\n3,z\n", options);

        items.Rows().Should().Equal("[1][x,\ny]", "[3][z]");
        items.Rejects().Single().LineNumber.Should().Be(4);
    }
}
