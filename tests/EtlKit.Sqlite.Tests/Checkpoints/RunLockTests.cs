namespace EtlKit.Sqlite.Tests;

/// <summary>The run lock is stored as it was given, and only in the place of the one that it is meant to replace.</summary>
public sealed class RunLockTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private ILoader<Event> Loader => SqliteLoader.Append<Event>(_database.ConnectionString, "events");

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task TryLockAsync_Committed_ComesBackEqual()
    {
        await using var session = await Loader.OpenTransactionalAsync();
        (await session.ReadRunLockAsync(Sessions.Token)).Should().BeNull();

        (await LockAsync(session, Lock(1), replacedEpoch: 0)).Should().BeTrue();

        (await session.ReadRunLockAsync(Sessions.Token)).Should().Be(Lock(1));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task TryLockAsync_AnotherEpochIsStored_LeavesIt(long replacedEpoch, bool isReplaced)
    {
        await using var session = await Loader.OpenTransactionalAsync();
        _ = await session.ReadRunLockAsync(Sessions.Token);
        (await LockAsync(session, Lock(2), replacedEpoch: 0)).Should().BeTrue();

        (await LockAsync(session, Lock(3) with { IsReleased = true }, replacedEpoch)).Should().Be(isReplaced);

        (await session.ReadRunLockAsync(Sessions.Token)).Should().Be(isReplaced ? Lock(3) with { IsReleased = true } : Lock(2));
    }

    [Fact]
    public async Task TryLockAsync_LockOfAnotherRunWithThatEpoch_IsNotRenewed()
    {
        await using var session = await Loader.OpenTransactionalAsync();
        _ = await session.ReadRunLockAsync(Sessions.Token);
        (await LockAsync(session, Lock(1), replacedEpoch: 0)).Should().BeTrue();

        // Somebody has removed the row, and the next run has begun to count anew.
        _database.Execute("DELETE FROM etlkit_locks");
        (await LockAsync(session, Lock(1) with { RunId = "next" }, replacedEpoch: 0)).Should().BeTrue();

        (await LockAsync(session, Lock(1), replacedEpoch: 1)).Should().BeFalse();
        (await LockAsync(session, Lock(1) with { RunId = "next", IsReleased = true }, replacedEpoch: 1)).Should().BeTrue();
    }

    [Fact]
    public async Task TryLockAsync_RolledBack_IsGone()
    {
        await using var session = await Loader.OpenTransactionalAsync();
        _ = await session.ReadRunLockAsync(Sessions.Token);
        await using (var transaction = await session.BeginAsync())
        {
            (await transaction.TryLockAsync(Lock(1), 0, Sessions.Token)).Should().BeTrue();
            (await session.ReadRunLockAsync(Sessions.Token)).Should().Be(Lock(1), "within the transaction it is there");
        }

        (await session.ReadRunLockAsync(Sessions.Token)).Should().BeNull();
    }

    [Theory]
    [InlineData("other", "events", false)]
    [InlineData("p", "others", false)]
    [InlineData("p", "EVENTS", true)]
    public async Task ReadRunLockAsync_AnotherPipelineOrTable_HasALockOfItsOwn(string pipeline, string table, bool isSame)
    {
        await using (var session = await Loader.OpenTransactionalAsync())
        {
            _ = await session.ReadRunLockAsync(Sessions.Token);
            await LockAsync(session, Lock(1), replacedEpoch: 0);
        }

        await using var other = await SqliteLoader.Append<Event>(_database.ConnectionString, table).OpenTransactionalAsync(pipeline);

        (await other.ReadRunLockAsync(Sessions.Token) is not null).Should().Be(isSame);
    }

    private static async Task<bool> LockAsync(ITransactionalLoadSession<Event> session, RunLock runLock, long replacedEpoch)
    {
        await using var transaction = await session.BeginAsync();
        var isReplaced = await transaction.TryLockAsync(runLock, replacedEpoch, Sessions.Token);
        await transaction.CommitAsync();
        return isReplaced;
    }

    private static RunLock Lock(long epoch) => new()
    {
        Epoch = epoch,
        RunId = "run \0 1",
        Machine = "müller's",
        ProcessId = 4711,
        Process = "boot pid:[1]/4711/99",
        AcquiredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567),
        HeartbeatAt = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero).AddTicks(7654321),
        Lease = TimeSpan.FromSeconds(1.5),
    };
}
