using System.Text;
using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>Sources that can't be read, and what is said about them.</summary>
public sealed class SourceFailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task File_Missing_FailsWithItsName()
    {
        var act = () => Read.AllAsync(CsvExtractor.FromFile(_directory.File("gone.csv"), Read.Fields, name: "in/gone.csv"));

        var thrown = await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'in/gone.csv' can't be opened*Check that it is there*");
        thrown.WithInnerException<FileNotFoundException>();
        thrown.Which.SourceName.Should().Be("in/gone.csv");
    }

    [Fact]
    public async Task File_IsADirectory_Fails()
    {
        var act = () => Read.AllAsync(CsvExtractor.FromFile(_directory.Path, Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*can't be opened*");
    }

    [Fact]
    public async Task RecordType_ColumnMissing_NamesTheColumnTheSourceAndTheColumnsThatAreThere()
    {
        var path = _directory.Write("r.csv", "id,text\n1,a\n");

        var act = () => Read.AllAsync(CsvExtractor.FromFile<Reading>(path));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'r.csv'*Reading.Value*'id', 'text'*Aliases*");
    }

    [Fact]
    public async Task RecordType_LineBeforeTheHeader_FailsTheSourceInsteadOfRejectingEveryRecord()
    {
        var path = _directory.Write("r.csv", "Report of March\n\nid,value,text\n1,1.5,a\n");

        var act = () => Read.AllAsync(CsvExtractor.FromFile<Reading>(path));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'r.csv' lacks a column*Its columns are: 'Report of March'.*");
    }

    [Fact]
    public async Task Function_ColumnMissing_FailsTheSourceInsteadOfRejectingEveryRecord()
    {
        var path = _directory.Write("r.csv", "id,text\n1,a\n2,b\n");

        var act = () => Read.AllAsync(CsvExtractor.FromFile(path, row => row["value"].ToString()));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'r.csv'*'value'*'id', 'text'*");
    }

    [Fact]
    public async Task FunctionWithResult_ColumnMissing_FailsTheSource()
    {
        var path = _directory.Write("r.csv", "1,a\n2,b\n");
        var options = new CsvExtractorOptions { HasHeader = false };

        var act = () => Read.AllAsync(CsvExtractor.FromFile<string>(
            path, row => row["value"].IsEmpty ? TransformResult.Reject("empty") : row["value"].ToString(), options));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'r.csv'*'value'*Its columns are: none*");
    }

    [Fact]
    public async Task Stream_BreaksOff_FailsAfterTheRowsBefore()
    {
        var rows = Enumerable.Range(1, 1000).Select(id => $"[{id}]").ToList();
        var items = new List<Item>();
        var text = "id\n" + string.Concat(rows.Select(row => row.Trim('[', ']') + "\n")) + "10";
        var extractor = CsvExtractor.FromStream("feed", _ => new(new BrokenStream(text)), Read.Fields, new CsvExtractorOptions { BufferSize = 256 });

        var act = () => Read.AllAsync(items, extractor);

        // The reader looks at whole blocks of 64 bytes, so the rows in the last one are not seen.
        var thrown = await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'feed'*connection lost*");
        thrown.WithInnerException<IOException>();
        thrown.Which.Message.Should().Contain($"beyond row {items.Count} (line {items.Count + 1})");
        items.Count.Should().BeInRange(980, 1000);
        items.Rows().Should().Equal(rows.Take(items.Count));
    }

    [Fact]
    public async Task Stream_OpenReturnsNull_Fails()
    {
        var act = () => Read.AllAsync(CsvExtractor.FromStream("feed", _ => default, Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'feed'*returned null*");
    }

    [Fact]
    public async Task Stream_OpenIsCancelledAsAsked_IsNotAFailure()
    {
        using var cancellation = new CancellationTokenSource();
        var extractor = CsvExtractor.FromStream(
            "feed",
            async token =>
            {
                await cancellation.CancelAsync();
                token.ThrowIfCancellationRequested();
                return Stream.Null;
            },
            Read.Fields);
        await using var items = extractor.ExtractFromAsync(SourcePosition.Start, cancellation.Token).GetAsyncEnumerator(CancellationToken.None);

        var act = () => items.MoveNextAsync().AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Stream_TimesOut_IsAFailure()
    {
        var act = () => Read.AllAsync(CsvExtractor.FromStream("feed", _ => throw new TaskCanceledException("timeout"), Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'feed' can't be opened*timeout*");
    }

    [Fact]
    public async Task Mapper_AsksForAMissingColumnWhileReading_FailsTheSource()
    {
        var path = _directory.Write("r.csv", "id,text\n1,a\n2,b\n");

        var act = () => Read.AllAsync(CsvExtractor.FromFile<string>(path, _ => new LateMapper()));

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'r.csv'*'value'*'id', 'text'*");
    }

    [Fact]
    public async Task Stream_IsClosedWhenReadAndWhenNotReadToTheEnd()
    {
        var streams = new List<MemoryStream>();
        var extractor = CsvExtractor.FromStream(
            "feed",
            _ =>
            {
                streams.Add(new MemoryStream(Encoding.UTF8.GetBytes("id\n1\n2\n")));
                return new(streams[^1]);
            },
            Read.Fields);

        await Read.AllAsync(extractor);
        await foreach (var item in extractor.ExtractFromAsync(SourcePosition.Start, TestContext.Current.CancellationToken))
        {
            item.Row.Should().Be("[1]");
            break;
        }

        streams.Should().HaveCount(2).And.OnlyContain(stream => !stream.CanRead);
    }

    [Fact]
    public async Task Header_Fails_ClosesTheStream()
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes("\"id\n1\n2\n"));

        var act = () => Read.AllAsync(CsvExtractor.FromStream("feed", _ => new(stream), Read.Fields));

        await act.Should().ThrowAsync<CsvSourceException>();
        stream.CanRead.Should().BeFalse();
    }

    private sealed class LateMapper : CsvRecordMapper<string>
    {
        public override string Read(CsvReader reader) => reader.GetString("value");
    }

    private sealed class BrokenStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The connection lost its other end: connection lost.");
    }
}
