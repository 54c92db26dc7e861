using System.Text;

namespace EtlKit.Csv.Tests;

public sealed class CsvEnumeratorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task RawText_OfAnEnumerator_IsThatOfTheRowOnWhichItStands()
    {
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", "id,text\n1,\"a\n\"\"a\"\n2,ż\n"), Read.Fields);
        await using var items = extractor.ExtractFromAsync(SourcePosition.Start, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var source = items.Should().BeAssignableTo<IRawTextSource>().Subject;

        source.RawText.Should().BeNull();
        await items.MoveNextAsync();
        source.RawText.Should().Be("1,\"a\n\"\"a\"");
        await items.MoveNextAsync();
        source.RawText.Should().Be("2,ż");
        (await items.MoveNextAsync()).Should().BeFalse();
        source.RawText.Should().BeNull();
        (await items.MoveNextAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task MoveNextAsync_File_EndsAtOnce()
    {
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", Numbers(50_000)), Read.Fields);
        await using var items = extractor.ExtractFromAsync(SourcePosition.Start, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        bool more;
        do
        {
            var step = items.MoveNextAsync();
            step.IsCompletedSuccessfully.Should().BeTrue();
            more = await step;
        }
        while (more);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task MoveNextAsync_Cancelled_ThrowsSoon(bool stream, bool atEnumeration)
    {
        using var cancellation = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        var bytes = Encoding.UTF8.GetBytes(Numbers(10_000));
        var extractor = stream
            ? CsvExtractor.FromStream("feed", _ => new(new MemoryStream(bytes)), Read.Fields)
            : CsvExtractor.FromFile(_directory.Write("data.csv", bytes), Read.Fields);
        var items = atEnumeration
            ? extractor.ExtractFromAsync(SourcePosition.Start, other.Token).WithCancellation(cancellation.Token)
            : extractor.ExtractFromAsync(SourcePosition.Start, cancellation.Token).WithCancellation(other.Token);
        var count = 0;

        var act = async () =>
        {
            await foreach (var item in items)
            {
                if (++count == 1000)
                {
                    await cancellation.CancelAsync();
                }
            }
        };

        await act.Should().ThrowAsync<OperationCanceledException>();
        count.Should().BeInRange(1000, 1300);
    }

    [Fact]
    public async Task MoveNextAsync_CancelledBefore_OpensNothing()
    {
        var opened = false;
        var extractor = CsvExtractor.FromStream(
            "feed",
            _ =>
            {
                opened = true;
                return new(Stream.Null);
            },
            Read.Fields);
        await using var items = extractor.ExtractFromAsync(SourcePosition.Start, new CancellationToken(canceled: true))
            .GetAsyncEnumerator(CancellationToken.None);

        var act = () => items.MoveNextAsync().AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
        opened.Should().BeFalse();
    }

    [Fact]
    public async Task MoveNextAsync_CancelledWhileSkipping_ThrowsSoon()
    {
        using var cancellation = new CancellationTokenSource();
        var extractor = CsvExtractor.FromStream(
            "feed", _ => new(new HeadedStream(Encoding.UTF8.GetBytes(Numbers(10_000)), new CancellingStream(cancellation))), Read.Fields);
        await using var items = extractor.ExtractFromAsync(new SourcePosition(20_000, 20_001), cancellation.Token)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        var act = () => items.MoveNextAsync().AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task MoveNextAsync_SlowStream_WaitsWithoutBlocking()
    {
        var gate = new TaskCompletionSource();
        var extractor = CsvExtractor.FromStream("feed", _ => new(new GatedStream("id\n1\n", gate.Task)), Read.Fields);
        await using var items = extractor.ExtractFromAsync(SourcePosition.Start, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        var step = items.MoveNextAsync();
        step.IsCompleted.Should().BeFalse();
        gate.SetResult();

        (await step).Should().BeTrue();
        items.Current.Row.Should().Be("[1]");
    }

    [Fact]
    public async Task ExtractFromAsync_TwiceAtOnce_GivesTheSameTwice()
    {
        var extractor = CsvExtractor.FromFile(_directory.Write("data.csv", Numbers(2000)), Read.Fields);

        var both = await Task.WhenAll(
            Task.Run(() => Read.AllAsync(extractor), TestContext.Current.CancellationToken),
            Task.Run(() => Read.AllAsync(extractor), TestContext.Current.CancellationToken));

        both[0].Should().HaveCount(2000);
        both[1].SequenceEqual(both[0]).Should().BeTrue();
    }

    private static string Numbers(int count) => "id\n" + string.Concat(Enumerable.Range(1, count).Select(id => $"{id}\n"));

    private sealed class CancellingStream(CancellationTokenSource cancellation) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellation.Cancel();
            return ValueTask.FromCanceled<int>(cancellation.Token);
        }
    }

    private sealed class GatedStream(string text, Task gate) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await gate;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
