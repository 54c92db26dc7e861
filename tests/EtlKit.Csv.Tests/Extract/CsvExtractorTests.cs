using CsvHelper;

namespace EtlKit.Csv.Tests;

public sealed class CsvExtractorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task FromFile_RecordType_MapsByHeaderName()
    {
        var path = _directory.Write("readings.csv", "text,ID,value\nfirst,1,1.5\nsecond,2,2.5\n");

        var items = await Read.AllAsync(CsvExtractor.FromFile<Reading>(path));

        items.Rows().Should().Equal(new Reading(1, 1.5, "first").ToString(), new Reading(2, 2.5, "second").ToString());
    }

    [Fact]
    public async Task FromFile_Mapper_IsMadeOnceForEachReading()
    {
        var path = _directory.Write("readings.csv", "id,name\n1,a\n2,b\n");
        var made = 0;
        var extractor = CsvExtractor.FromFile(path, reader =>
        {
            made++;
            return new NameMapper(reader);
        });

        (await Read.AllAsync(extractor)).Rows().Should().Equal("a", "b");
        (await Read.AllAsync(extractor)).Rows().Should().Equal("a", "b");
        made.Should().Be(2);
    }

    [Fact]
    public async Task FromFile_Function_MapsByIndexAndByName()
    {
        var path = _directory.Write("readings.csv", "id,name\n1,a\n2,b\n");

        var items = await Read.AllAsync(CsvExtractor.FromFile(path, row => (row.Parse<int>(0), row["name"].ToString())));

        items.Rows().Should().Equal("(1, a)", "(2, b)");
    }

    [Fact]
    public async Task FromFile_FunctionWithResult_Rejects()
    {
        var path = _directory.Write("readings.csv", "id,name\n1,a\nx,b\n3,c\n");

        var items = await Read.AllAsync(CsvExtractor.FromFile<int>(
            path, row => row[0].TryParse<int>(out var id) ? id : TransformResult.Reject("id is not a number")));

        items.Should().HaveCount(3);
        items.Rows().Should().Equal("1", "3");
        items[1].Should().Be(new Item(null, "id is not a number", "x,b", 3, new SourcePosition(2, 3, 15)));
    }

    [Fact]
    public void FromFile_NoNameGiven_IsNamedAfterTheFile()
    {
        CsvExtractor.FromFile(_directory.File("events.csv"), Read.Fields).Name.Should().Be("events.csv");
        CsvExtractor.FromFile(_directory.File("events.csv"), Read.Fields, name: "2024/events").Name.Should().Be("2024/events");
    }

    [Fact]
    public void FromFile_TypeWithoutMapper_ThrowsAtOnce()
    {
        var act = () => CsvExtractor.FromFile<string>("events.csv");

        act.Should().Throw<InvalidOperationException>().WithMessage("*String*[CsvRecord]*");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void FromFile_EmptyPath_Throws(string path)
    {
        var act = () => CsvExtractor.FromFile(path, Read.Fields);

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void FromFile_DelimiterThatIsNotAscii_ThrowsAtOnce()
    {
        var act = () => CsvExtractor.FromFile("events.csv", Read.Fields, new CsvExtractorOptions { Delimiter = '–' });

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void FromFile_BufferTooSmall_ThrowsAtOnce()
    {
        var act = () => CsvExtractor.FromFile("events.csv", Read.Fields, new CsvExtractorOptions { BufferSize = 255 });

        act.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*BufferSize*");
    }

    [Fact]
    public async Task ExtractAsync_GoodRows_GivesThem()
    {
        var extractor = CsvExtractor.FromFile(_directory.Write("a.csv", "a\n1\n2\n"), Read.Fields);

        (await Read.RowsAsync(extractor)).Should().Equal("[1]", "[2]");
    }

    [Fact]
    public async Task ExtractAsync_Reject_ThrowsInsteadOfLosingIt()
    {
        var extractor = CsvExtractor.FromFile(_directory.Write("a.csv", "a\n1\nx\"y\n"), Read.Fields);

        var act = () => Read.RowsAsync(extractor);

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'a.csv'*line 3*quote*");
    }

    private sealed class NameMapper : CsvRecordMapper<string>
    {
        private readonly int _name;

        public NameMapper(CsvReader reader)
        {
            _name = Column(reader, "name", -1, true, "name");
            ThrowIfColumnsMissing(reader);
        }

        public override string Read(CsvReader reader) => reader.GetString(_name);
    }
}
