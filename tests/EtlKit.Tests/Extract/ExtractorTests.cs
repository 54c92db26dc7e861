namespace EtlKit.Tests;

public sealed class ExtractorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_Sequence_IsEnumeratedAnewAndDisposed()
    {
        var disposed = 0;
        var extractor = Extractor.From("a", Rows());

        (await extractor.ExtractAsync(Token).ToListAsync(Token)).Should().Equal(1, 2);
        (await extractor.ExtractAsync(Token).ToListAsync(Token)).Should().Equal(1, 2);

        disposed.Should().Be(2);
        extractor.Name.Should().Be("a");

        IEnumerable<int> Rows()
        {
            try
            {
                yield return 1;
                yield return 2;
            }
            finally
            {
                disposed++;
            }
        }
    }

    [Fact]
    public async Task From_AsyncSequence_IsRead()
    {
        var target = new Collected<int>();

        await new PipelineBuilder("p").Extract(Extractor.From("a", Enumerable.Range(0, 5).ToAsyncEnumerable())).Load(target).Build().RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(0, 1, 2, 3, 4);
    }

    [Fact]
    public async Task From_SourceThatAlwaysWaits_IsReadInOrder()
    {
        var target = new Collected<int>();

        await new PipelineBuilder("p").Extract(Extractor.From("a", _ => Rows())).Load(target).Build().RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(Enumerable.Range(0, 5000));

        static async IAsyncEnumerable<int> Rows()
        {
            for (var i = 0; i < 5000; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void From_EmptyName_IsRefused(string name) =>
        FluentActions.Invoking(() => Extractor.From(name, [1])).Should().Throw<ArgumentException>();

    [Fact]
    public void Extracted_Rejection_HasNoRow()
    {
        var item = new Extracted<int>(new Rejection("no"), new SourcePosition(3), 4);

        item.Invoking(i => i.Row).Should().Throw<InvalidOperationException>();
        item.Rejection!.Reason.Should().Be("no");
        item.Position.Rows.Should().Be(3);
        item.LineNumber.Should().Be(4);
    }
}
