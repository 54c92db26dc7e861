using EtlKit.Properties;
using EtlKit.Tests.Model;

namespace EtlKit.Tests;

/// <summary>Promise 7: bad rows never take good ones with them.</summary>
public sealed class BatchNarrowingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Bug", "Spring Batch #4370")]
    [Trait("Bug", "ETLBox #49")]
    [Trait("Bug", "kafka-connect-jdbc #721")]
    [InlineData(1, new[] { 0 })]
    [InlineData(1000, new int[0])]
    [InlineData(1000, new[] { 0 })]
    [InlineData(1000, new[] { 999 })]
    [InlineData(1000, new[] { 1, 2, 3, 500, 998 })]
    [InlineData(10, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public async Task RunAsync_BadRows_AreRejectedAloneAndTheOthersCommittedOnce(int count, int[] bad)
    {
        var target = new Ledgered<int> { Refuse = (n, _) => bad.Contains(n) ? "CHECK constraint failed" : null };

        var report = await Build(target, count).RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(Enumerable.Range(0, count).Except(bad));
        report.Rows.Should().Be(new RowLedger { Extracted = count, Loaded = count - bad.Length, Rejected = bad.Length });
        report.Sources.Single().Written.Should().Be(count - bad.Length);
        report.Sources.Single().Rejected.Should().Be(bad.Length);
        report.RejectSamples.Select(reject => (reject.Stage, reject.RowNumber, reject.Reason)).Should()
            .Equal(bad.Select(n => (RejectStage.Load, n + 1L, "CHECK constraint failed")));
        target.Begun.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_AnyBadRows_AreRejectedAloneInNoMoreWritesThanPromised()
    {
        var seen = new Tally();
        await BadBatch.All.HoldsAsync(500, async batch =>
        {
            var target = new Ledgered<int>
            {
                Refuse = (row, rows) => batch.Bad.TryGetValue(row, out var bad) && IsRefused(bad, rows) ? $"{bad.Kind}" : null,
                EndsTransaction = row => batch.Bad[row].Kind == BadKind.EndsTransaction,
            };

            var report = await Build(target, batch.Count, o => o.MaxRejectSamples = batch.Count).RunAsync();

            target.Rows.Order().Should().Equal(batch.Loaded, "they are loaded, each once");
            target.Rows.Where(row => !batch.MayStandLater(row)).Should().BeInAscendingOrder();
            report.RejectSamples.Select(reject => (reject.RowNumber - 1, reject.Reason)).Should()
                .Equal(batch.Rejected.Select(row => ((long)row, $"{batch.Bad[row].Kind}")));
            report.Rows.Should().Be(new RowLedger { Extracted = batch.Count, Loaded = batch.Loaded.Count(), Rejected = batch.Rejected.Count() });
            target.Writes.Should().BeLessThanOrEqualTo(batch.MaxWrites);

            Count(seen, batch, target);
        });

        seen.ShouldHaveSeen("one bad row", "many bad rows", "begun again", "came right", "orphan", nameof(BadKind.Twin));

        static bool IsRefused((BadKind Kind, int Other) bad, IReadOnlyCollection<int> rows) => bad.Kind switch
        {
            BadKind.Twin => rows.Contains(bad.Other),
            BadKind.Child => !rows.Contains(bad.Other),
            _ => true,
        };
    }

    [Fact]
    public async Task RunAsync_RowThatNeedsALaterOne_IsLoadedAllTheSame()
    {
        // Row 3 refers to row 90; row 50 is bad, so the batch is narrowed down, and then 3 is tried without 90.
        var target = new Ledgered<int>
        {
            Refuse = (n, rows) => n == 50 ? "bad" : n == 3 && !rows.Contains(90) ? "FOREIGN KEY constraint failed" : null,
        };

        var report = await Build(target, 100).RunAsync(Token).OrHangs();

        target.Rows.Should().BeEquivalentTo(Enumerable.Range(0, 100).Where(n => n != 50));
        report.Rows.Should().Be(new RowLedger { Extracted = 100, Loaded = 99, Rejected = 1 });
    }

    [Fact]
    public async Task RunAsync_RowsThatAreBadOnlyTogether_LoseTheLaterOne()
    {
        var target = new Ledgered<int> { Refuse = (n, rows) => n == 70 && rows.Contains(20) ? "UNIQUE constraint failed" : null };

        await Build(target, 100).RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(Enumerable.Range(0, 100).Where(n => n != 70));
    }

    [Theory]
    [Trait("Bug", "Spring Batch #5091")]
    [InlineData("write", typeof(InvalidOperationException))]
    [InlineData("commit", typeof(InvalidOperationException))]
    [InlineData("commit", typeof(FormatException))]
    public async Task RunAsync_OtherErrors_AreNeverNarrowed(string at, Type error)
    {
        var target = new Ledgered<int> { OnStep = step => step == at ? (Exception)Activator.CreateInstance(error)! : null };

        await FluentActions.Awaiting(() => Build(target, 100).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();

        target.Writes.Should().Be(1);
        target.Rows.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_TransientErrorWhileNarrowing_BeginsTheBatchAgain()
    {
        var writes = 0;
        var target = new Ledgered<int> { Refuse = (n, _) => n == 7 ? "bad" : null };
        target.OnStep = step => step == "write" && ++writes == 4 ? new TimeoutException() : null;

        var report = await Build(target, 100, o => o.RetryDelay = TimeSpan.FromTicks(1)).RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(Enumerable.Range(0, 100).Where(n => n != 7));
        report.Retries.Should().Be(1);
        report.Rows.Rejected.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_RowsOfSeveralSources_AreRejectedUnderTheirOwn()
    {
        var target = new Ledgered<int> { Refuse = (n, _) => n % 100 == 7 ? "bad" : null };
        var pipeline = new PipelineBuilder("p")
            .Extract(Enumerable.Range(0, 5).Select(i => Sources.Numbers($"{i}", 100, 100 * i)))
            .Load(target)
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        report.RejectSamples.Select(reject => (reject.Source, reject.RowNumber)).Order()
            .Should().Equal(("0", 8), ("1", 8), ("2", 8), ("3", 8), ("4", 8));
        report.Sources.Should().OnlyContain(source => source.Written == 99 && source.Rejected == 1);
    }

    private static void Count(Tally seen, BadBatch batch, Ledgered<int> target)
    {
        seen.Count(batch.Bad.Count switch { 0 => "no bad row", 1 => "one bad row", _ => "many bad rows" });
        seen.Count(target.Begun > 1 ? "begun again" : "begun once");
        seen.Count(target.Rows.Zip(target.Rows.Skip(1), (row, next) => row > next).Any(isLater => isLater) ? "came right" : "in order");
        foreach (var (row, bad) in batch.Bad)
        {
            seen.Count(bad.Kind == BadKind.Child && batch.Rejected.Contains(row) ? "orphan" : $"{bad.Kind}");
        }
    }

    private static Pipeline Build(Ledgered<int> target, int count, Action<PipelineOptions>? configure = null) =>
        new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", count))
            .Load(target)
            .Configure(configure ?? (_ => { }))
            .Build();
}
