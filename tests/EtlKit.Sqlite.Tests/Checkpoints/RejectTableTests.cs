namespace EtlKit.Sqlite.Tests;

/// <summary>Rejects are stored in the transaction of their batch, come back as they were, and are marked when they were replayed.</summary>
public sealed class RejectTableTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private ILoader<Event> Loader => SqliteLoader.Append<Event>(_database.ConnectionString, "events");

    private IRejectStore Store => (IRejectStore)Loader;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task SaveAsync_Rejects_ComeBackEqual()
    {
        Reject[] rejects =
        [
            new("a.csv", 1, 2, RejectStage.Extract, "bad", "1,\"x\ny\"\0żółć 🎉") { Code = "E1" },
            new("a.csv", long.MaxValue, 0, RejectStage.Transform, "it's bad; DROP TABLE events; --", "") { Branch = "2/0" },
            new("a.csv", 3, 4, RejectStage.Load, "refused") { Code = "1555", Row = """{"Id":"1"}""" },
        ];
        await SaveAsync(new LoadProgress { Rejects = [.. rejects, new("b.csv", 1, 0, RejectStage.Load, "refused")] });

        (await ReadAsync("a.csv")).Select(letter => letter.Reject).Should().Equal(rejects);
        (await Store.ListRejectedSourcesAsync("p", Sessions.Token).ToListAsync(Sessions.Token)).Should().Equal("a.csv", "b.csv");
        var size = await Store.MeasureRejectsAsync("p", Sessions.Token);
        size.Rejects.Should().Be(4);
        size.Bytes.Should().BePositive();
    }

    [Fact]
    public async Task SaveAsync_RolledBack_StoresNothing()
    {
        await using var session = await Loader.OpenTransactionalAsync();
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.SaveAsync(new LoadProgress { Rejects = [new("a", 1, 0, RejectStage.Extract, "bad")] }, Sessions.Token);
        }

        (await ReadAsync("a")).Should().BeEmpty();
        (await Store.MeasureRejectsAsync("p", Sessions.Token)).Should().Be(default(RejectStoreSize));

        // The table went with the transaction that created it.
        await using var next = await session.BeginAsync();
        await next.SaveAsync(new LoadProgress { Rejects = [new("a", 1, 0, RejectStage.Extract, "bad")] }, Sessions.Token);
        await next.CommitAsync();
        (await ReadAsync("a")).Should().ContainSingle();
    }

    [Fact]
    public async Task SaveAsync_Replayed_MarksWhatIsDoneAndWhatIsStillBad()
    {
        await SaveAsync(new LoadProgress { Rejects = [new("a", 1, 0, RejectStage.Extract, "one", "1"), new("a", 2, 0, RejectStage.Extract, "two", "2")] });
        var letters = await ReadAsync("a");

        await SaveAsync(new LoadProgress { Replayed = [new(letters[0].Id, null), new(letters[1].Id, letters[1].Reject with { Stage = RejectStage.Transform, Reason = "new" })] });

        (await ReadAsync("a")).Should().Equal(new DeadLetter(letters[1].Id, letters[1].Reject with { Stage = RejectStage.Transform, Reason = "new" }));
        _database.Query("SELECT status || ' ' || replayed_by FROM etlkit_rejects ORDER BY id").Should().Equal("replayed run", "still bad run");
    }

    [Fact]
    public async Task SaveAsync_LetterIsGone_FailsAndSaysSo()
    {
        await SaveAsync(new LoadProgress { Rejects = [new("a", 1, 0, RejectStage.Extract, "one", "1")] });

        await FluentActions.Awaiting(() => SaveAsync(new LoadProgress { Replayed = [new(99, null)] }))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*99*was removed*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SaveAsync_LetterWasReplayedMeanwhile_Fails(bool isStillBad)
    {
        await SaveAsync(new LoadProgress { Rejects = [new("a", 1, 0, RejectStage.Extract, "one", "1")] });
        var letter = (await ReadAsync("a"))[0];
        await SaveAsync(new LoadProgress { Replayed = [new(letter.Id, null)] });

        await FluentActions.Awaiting(() => SaveAsync(new LoadProgress { Replayed = [new(letter.Id, isStillBad ? letter.Reject : null)] }))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*replayed by another run*", "its row would be loaded a second time");
    }

    [Fact]
    public async Task SaveAsync_TextThatNoDatabaseCanHold_IsStoredAsWellAsItCan()
    {
        await SaveAsync(new LoadProgress { Rejects = [new("a", 1, 0, RejectStage.Load, "r\ud800", "t\udfff") { Code = "c\ud800", Row = "\"\ud800\"" }] });

        (await ReadAsync("a")).Should().ContainSingle().Which.Reject
            .Should().Be(new Reject("a", 1, 0, RejectStage.Load, "r\ufffd", "t\ufffd") { Code = "c\ufffd", Row = "\"\ufffd\"" });
    }

    [Theory]
    [InlineData("other", "events")]
    [InlineData("p", "others")]
    public async Task ReadRejectsAsync_OfAnotherPipelineOrTable_AreNotThere(string pipeline, string table)
    {
        await SaveAsync(new LoadProgress { Rejects = [new("a", 1, 0, RejectStage.Extract, "one")] });
        var other = (IRejectStore)SqliteLoader.Append<Event>(_database.ConnectionString, table);

        (await other.ReadRejectsAsync(pipeline, "a", Sessions.Token).ToListAsync(Sessions.Token)).Should().BeEmpty();
        (await other.MeasureRejectsAsync(pipeline, Sessions.Token)).Rejects.Should().Be(0);
    }

    [Fact]
    public async Task ReadRejectsAsync_WhileTheSessionWrites_GivesWhatWasThere()
    {
        await using var session = await Loader.OpenTransactionalAsync();
        await SaveAsync(session, new LoadProgress { Rejects = [.. Enumerable.Range(1, 1200).Select(row => new Reject("a", row, 0, RejectStage.Extract, "bad"))] });

        var rows = new List<long>();
        await foreach (var letter in Store.ReadRejectsAsync("p", "a", Sessions.Token))
        {
            rows.Add(letter.Reject.RowNumber);
            if (rows.Count % 400 == 1)
            {
                // The session commits while the store is read, and stores one more for the source that is read.
                await SaveAsync(session, new LoadProgress { Replayed = [new(letter.Id, null)], Rejects = [new("a", 9999, 0, RejectStage.Extract, "bad")] });
            }
        }

        rows.Should().Equal(Enumerable.Range(1, 1200).Select(row => (long)row));
        (await ReadAsync("a")).Should().HaveCount(1200, "three are replayed and three are new");
    }

    [Fact]
    public async Task ListRejectedSourcesAsync_MoreThanAPage_GivesEachOnce()
    {
        await SaveAsync(new LoadProgress { Rejects = [.. Enumerable.Range(0, 2400).Select(i => new Reject(i < 2 ? "" : $"s{i / 2}", i, 0, RejectStage.Extract, "bad"))] });

        var sources = await Store.ListRejectedSourcesAsync("p", Sessions.Token).ToListAsync(Sessions.Token);

        sources.Should().HaveCount(1200).And.OnlyHaveUniqueItems().And.Contain("");
    }

    private async Task SaveAsync(LoadProgress progress)
    {
        await using var session = await Loader.OpenTransactionalAsync();
        await SaveAsync(session, progress);
    }

    private static async Task SaveAsync(ITransactionalLoadSession<Event> session, LoadProgress progress)
    {
        await using var transaction = await session.BeginAsync();
        await transaction.SaveAsync(progress, Sessions.Token);
        await transaction.CommitAsync();
    }

    private async Task<List<DeadLetter>> ReadAsync(string source) => await Store.ReadRejectsAsync("p", source, Sessions.Token).ToListAsync(Sessions.Token);
}
