using System.Globalization;

namespace EtlKit.Sqlite.Tests;

public sealed class CheckpointTests : IDisposable
{
    private static readonly SourceFingerprint Fingerprint = new(5, DateTimeOffset.UnixEpoch, "head", "tail");

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    public static TheoryData<SourceCheckpoint> Extremes =>
    [
        new SourceCheckpoint("plain.csv", SourcePosition.Start, 0, false, 0, null),
        new SourceCheckpoint("max", new(long.MaxValue, long.MaxValue, long.MaxValue), int.MaxValue, true, long.MaxValue, new(long.MaxValue, DateTimeOffset.MaxValue, "h", "t")),
        new SourceCheckpoint("unknown bytes", new(7), 3, false, 1, new(0, null, "", "")),
        new SourceCheckpoint("", new(1, 2, 3), 0, false, 0, new(1, DateTimeOffset.MinValue, "\0", "a\0b")),
        new SourceCheckpoint("it's \"quoted\"; DROP TABLE events; --", new(1, 2, 3), 0, true, 0, Fingerprint),
        new SourceCheckpoint("line\r\nbreak\t\u2028", new(1, 2, 3), 0, true, 0, Fingerprint),
        new SourceCheckpoint("nul\0after", new(1, 2, 3), 0, true, 0, Fingerprint),
        new SourceCheckpoint("\0", new(1, 2, 3), 0, true, 0, Fingerprint),
        new SourceCheckpoint("Ünïcödé 表 😀", new(1, 2, 3), 0, true, 0, Fingerprint),
        new SourceCheckpoint("offset", new(1, 2, 3), 0, true, 0, new(9, new DateTimeOffset(2024, 2, 29, 23, 59, 59, new TimeSpan(-5, -30, 0)).AddTicks(1_234_567), "h", "t")),
        new SourceCheckpoint(new string('x', 40_000), new(1, 2, 3), 0, true, 0, Fingerprint),
    ];

    [Theory]
    [MemberData(nameof(Extremes))]
    public async Task SaveAsync_AnyCheckpoint_IsReadBackEqual(SourceCheckpoint checkpoint)
    {
        await SaveAsync(Loader(), "p", checkpoint);
        var read = (await ReadAsync(Loader())).Should().ContainSingle().Which;

        read.Should().Be(checkpoint);
        read.Fingerprint?.ModifiedAt?.Offset.Should().Be(checkpoint.Fingerprint!.ModifiedAt!.Value.Offset);
    }

    [Fact]
    public async Task SaveAsync_Utf16Database_IsReadBackEqual()
    {
        var checkpoint = new SourceCheckpoint("nul\0 and 表", new(1, 2, 3), 1, true, 4, new(5, null, "a\0b", ""));
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("encoding", "UTF16le"));
        await SaveAsync(loader, "p", checkpoint);

        (await ReadAsync(loader)).Should().Equal(checkpoint);
        _database.Scalar("PRAGMA encoding").Should().Be("UTF-16le");
    }

    [Fact]
    public async Task SaveAsync_NamesThatDifferAfterANul_AreDifferentSources()
    {
        SourceCheckpoint[] checkpoints = [.. new[] { "a", "a\0", "a\0b", "A" }.Select((name, i) => new SourceCheckpoint(name, new(i), 0, false, 0, null))];
        await SaveAsync(Loader(), "p", checkpoints);

        (await ReadAsync(Loader())).Should().BeEquivalentTo(checkpoints);
    }

    [Fact]
    public async Task SaveAsync_LoneSurrogate_IsRefusedAndNothingIsCommitted()
    {
        await using var session = await Loader().OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.WriteAsync(Sessions.Events(5));
            var act = () => transaction.SaveAsync(At("good", 1), At("bad\ud800", 1));
            await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("*lone surrogate*Change the name*");
            transaction.IsOpen.Should().BeFalse();
        }

        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
        (await session.ReadCheckpointsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task SaveAsync_AgainForASource_ReplacesAllOfIt()
    {
        await SaveAsync(Loader(), "p", new SourceCheckpoint("s", new(1, 2, 3), 4, true, 5, Fingerprint), At("other", 1));
        var later = new SourceCheckpoint("s", new(10, 20, SourcePosition.UnknownBytes), 0, false, 6, null);
        await SaveAsync(Loader(), "p", later);

        (await ReadAsync(Loader())).Should().BeEquivalentTo([later, At("other", 1)]);
    }

    [Fact]
    public async Task SaveAsync_RolledBack_IsGoneWithTheRows()
    {
        await using var session = await Loader().OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.WriteAsync(Sessions.Events(5));
            await transaction.SaveAsync(At("s", 5));
        }

        (await session.ReadCheckpointsAsync()).Should().BeEmpty();
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
    }

    [Fact]
    public async Task SaveAsync_WithoutRows_IsCommitted()
    {
        await SaveAsync(Loader(), "p", At("s", 5));
        (await ReadAsync(Loader())).Should().Equal(At("s", 5));
    }

    [Fact]
    public async Task WriteAsync_FailsAfterASave_KeepsTheSave()
    {
        await using var session = await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id).OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.SaveAsync(At("s", 5));
            var act = () => transaction.WriteAsync(new Event(null!, null, null, null));
            await act.Should().ThrowAsync<SqliteLoaderException>();
            await transaction.CommitAsync();
        }

        (await session.ReadCheckpointsAsync()).Should().Equal(At("s", 5));
    }

    [Fact]
    public async Task ReadCheckpointsAsync_OtherPipelinesAndTables_AreNotSeen()
    {
        await SaveAsync(Loader("events"), "p", At("s", 1));
        await SaveAsync(Loader("events"), "q", At("s", 2));
        await SaveAsync(Loader("others"), "p", At("s", 3));
        await SaveAsync(Loader("events"), "P", At("s", 4));

        (await ReadAsync(Loader("events"), "p")).Should().Equal(At("s", 1));
        (await ReadAsync(Loader("events"), "q")).Should().Equal(At("s", 2));
        (await ReadAsync(Loader("others"), "p")).Should().Equal(At("s", 3));
        (await ReadAsync(Loader("EVENTS"), "p")).Should().Equal([At("s", 1)], "SQLite calls that the same table");
    }

    [Fact]
    public async Task SaveAsync_CompletesRun_ForgetsRejectsAndSourcesThatCantBeRecognised()
    {
        SourceCheckpoint[] before =
        [
            new("known", new(1, 2, 3), 0, true, 4, Fingerprint),
            new("unknown", new(1, 2, 3), 0, true, 4, null),
        ];
        await SaveAsync(Loader(), "p", before);
        await SaveAsync(Loader(), "q", before);
        await SaveAsync(Loader("others"), "p", before);

        var now = new SourceCheckpoint("now", new(9), 0, true, 2, Fingerprint);
        await using (var session = await Loader().OpenTransactionalAsync())
        {
            await session.ReadCheckpointsAsync();
            await using var transaction = await session.BeginAsync();
            await transaction.SaveAsync(
                new LoadProgress { Checkpoints = [now, new("now too", new(9), 0, true, 2, null)], CompletesRun = true }, Sessions.Token);
            await transaction.CommitAsync();
        }

        (await ReadAsync(Loader())).Should().Equal(before[0] with { Rejected = 0 }, now with { Rejected = 0 });
        (await ReadAsync(Loader(), "q")).Should().Equal(before);
        (await ReadAsync(Loader("others"))).Should().Equal(before);
    }

    [Fact]
    public async Task SaveAsync_CompletesRunRolledBack_ForgetsNothing()
    {
        var before = new SourceCheckpoint("unknown", new(1, 2, 3), 0, true, 4, null);
        await SaveAsync(Loader(), "p", before);
        await using var session = await Loader().OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.SaveAsync(new LoadProgress { CompletesRun = true }, Sessions.Token);
        }

        (await session.ReadCheckpointsAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task Session_CheckpointsNeverRead_MakesNoTable()
    {
        await using (var session = await Loader().OpenTransactionalAsync())
        {
            await using var transaction = await session.BeginAsync();
            await transaction.WriteAsync(Sessions.Events(5));
            await transaction.SaveAsync(new LoadProgress { CompletesRun = true }, Sessions.Token);
            await transaction.CommitAsync();
        }

        _database.Query("SELECT name FROM sqlite_schema WHERE type = 'table'").Should().Equal("events");
    }

    [Fact]
    public async Task SaveAsync_CheckpointsNeverRead_IsRefused()
    {
        await using var session = await Loader().OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        var act = () => transaction.SaveAsync(At("s", 1));
        await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("*call ReadCheckpointsAsync first*");
    }

    [Theory]
    [InlineData("UPDATE etlkit_schema SET version = 2", "version 2")]
    [InlineData("DELETE FROM etlkit_schema", "version none")]
    [InlineData("DROP TABLE etlkit_schema", "version none")]
    public async Task ReadCheckpointsAsync_UnknownVersion_SaysSo(string change, string expected)
    {
        await SaveAsync(Loader(), "p", At("s", 1));
        _database.Execute(change);
        await using (var session = await Loader().OpenTransactionalAsync())
        {
            var act = () => session.ReadCheckpointsAsync();
            await act.Should().ThrowAsync<SqliteSchemaException>().WithMessage($"*etlkit_checkpoints*test.db*{expected}*knows version 1*drop*");
        }

        _database.Execute("DROP TABLE etlkit_checkpoints");
        (await ReadAsync(Loader())).Should().BeEmpty();
    }

    [Fact]
    public async Task OpenAsync_TableWasDropped_ForgetsItsCheckpoints()
    {
        await SaveAsync(Loader("events"), "p", At("s", 1));
        await SaveAsync(Loader("others"), "p", At("s", 2));
        _database.Execute("DROP TABLE events");
        await using (await Loader("Events").OpenTransactionalAsync())
        {
            // Nothing is read: the checkpoints must be gone for a run that is started after this one was killed here.
        }

        (await ReadAsync(Loader("events"))).Should().BeEmpty();
        (await ReadAsync(Loader("others"))).Should().Equal(At("s", 2));
    }

    [Fact]
    public async Task CompleteAsync_TableWasReplaced_ForgetsItsCheckpoints()
    {
        await SaveAsync(Loader("events"), "p", At("s", 1));
        await SaveAsync(Loader("others"), "p", At("s", 2));
        var replace = SqliteLoader.Replace<Event>(_database.ConnectionString, "events");
        await using (var session = await replace.OpenAsync())
        {
            await session.LoadAsync(Sessions.Events(3));
            (await ReadAsync(Loader("events"))).Should().Equal([At("s", 1)], "nothing is replaced yet");
            await session.CompleteAsync(Sessions.Token);
        }

        (await ReadAsync(Loader("events"))).Should().BeEmpty();
        (await ReadAsync(Loader("others"))).Should().Equal(At("s", 2));
    }

    [Theory]
    [InlineData("etlkit_checkpoints")]
    [InlineData("ETLKIT_schema")]
    public void Loader_IntoATableOfCheckpoints_IsRefused(string table)
    {
        var act = () => Loader(table);
        act.Should().Throw<ArgumentException>().WithMessage("*holds the state of pipelines: name another one*");
    }

    [Fact]
    public async Task ReadCheckpointsAsync_DatabaseLocked_IsTransientAndThenWorks()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.BusyTimeout = TimeSpan.Zero);
        await using var session = await loader.OpenTransactionalAsync();
        using (var other = _database.Open())
        {
            TestDatabase.Execute(other, "BEGIN IMMEDIATE");
            var act = () => session.ReadCheckpointsAsync();
            loader.Classify((await act.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Transient);
        }

        (await session.ReadCheckpointsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task SaveAsync_RunAndTime_CanBeReadByPeople()
    {
        await SaveAsync(Loader(), "p", At("s", 1) with { Fingerprint = Fingerprint });
        _database.Query("SELECT pipeline, target, source, run, modified FROM etlkit_checkpoints").Should().Equal("p|events|s|run|1970-01-01T00:00:00.0000000+00:00");
    }

    [Fact]
    public async Task SaveAsync_ForeignCulture_IsReadBackEqual()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
        try
        {
            await SaveAsync(Loader(), "p", At("s", 1) with { Fingerprint = Fingerprint });
            (await ReadAsync(Loader())).Should().Equal(At("s", 1) with { Fingerprint = Fingerprint });
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private ILoader<Event> Loader(string table = "events") => SqliteLoader.Append<Event>(_database.ConnectionString, table);

    private static SourceCheckpoint At(string source, long rows) => new(source, new SourcePosition(rows), 0, false, 0, null);

    private static async Task<IReadOnlyList<SourceCheckpoint>> ReadAsync(ILoader<Event> loader, string pipeline = "p")
    {
        await using var session = await loader.OpenTransactionalAsync(pipeline);
        return await session.ReadCheckpointsAsync();
    }

    private static async Task SaveAsync(ILoader<Event> loader, string pipeline, params SourceCheckpoint[] checkpoints)
    {
        await using var session = await loader.OpenTransactionalAsync(pipeline);
        await session.ReadCheckpointsAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.SaveAsync(checkpoints);
        await transaction.CommitAsync();
    }
}
