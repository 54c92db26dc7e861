namespace EtlKit.Tests;

public sealed class LoaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_Delegate_GetsEveryBatch()
    {
        var rows = new List<int>();
        var loader = Loader.From<int>("mine", (batch, _) =>
        {
            rows.AddRange(batch.Rows);
            return default;
        });

        var report = await new PipelineBuilder("p").Extract(Sources.Numbers("a", 25)).Load(loader).Configure(o => o.BatchSize = 10).Build().RunAsync(Token).OrHangs();

        rows.Should().Equal(Enumerable.Range(0, 25));
        report.Rows.Loaded.Should().Be(25);
        loader.Name.Should().Be("mine");
    }

    [Fact]
    public async Task From_DelegateWithResult_DecidesWhatCounts()
    {
        var loader = Loader.From<int>("mine", (batch, _) => ValueTask.FromResult(new LoadResult(1, batch.Count - 1)));

        var report = await new PipelineBuilder("p").Extract(Sources.Numbers("a", 10)).Load(loader).Build().RunAsync(Token).OrHangs();

        report.Rows.Should().Be(new RowLedger { Extracted = 10, Loaded = 1, Unchanged = 9 });
    }

    [Fact]
    public void RowBatch_Rows_AreListedInEveryWay()
    {
        var batch = new RowBatch<int>(new[] { 1, 2, 3 }, 7);

        batch.Number.Should().Be(7);
        batch.Count.Should().Be(3);
        batch[2].Should().Be(3);
        batch.Rows.ToArray().Should().Equal(1, 2, 3);
        batch.ToList().Should().Equal(1, 2, 3);
        batch.Invoking(b => b[3]).Should().Throw<IndexOutOfRangeException>();
    }
}
