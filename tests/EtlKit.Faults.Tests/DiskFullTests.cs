using EtlKit.Sqlite;

namespace EtlKit.Faults.Tests;

/// <summary>A full disk ends a run with nothing half-written, and once there is room the next one completes it.</summary>
public sealed class DiskFullTests : IDisposable
{
    private const int Full = 13;

    private readonly FaultJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task Run_MaxPageCountIsReached_FailsAndIsCompletedOnceThereIsRoom(string journal)
    {
        var stepped = new Stepped<Item>();
        _job.ConfigureLoader = o => SmallPages(o, journal).Pragma("max_page_count", "12");

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("a full disk is not tried again").Which.Step.Should().Be(LoaderStep.Write);
        error.InnerException.Should().BeOfType<SqliteLoaderException>().Which.SqliteErrorCode.Should().Be(Full);
        error.Message.Should().Contain("The disk is full, or the database has reached max_page_count: make room, then run again.");
        _job.CheckHalfWay(error.Report);

        _job.ConfigureLoader = o => o.Pragma("journal_mode", journal);
        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    [Theory]
    [InlineData("WAL", "128k")]
    [InlineData("DELETE", "64k")]
    public async Task Run_DiskOfTheDatabaseIsFull_FailsAndIsCompletedOnceThereIsRoom(string journal, string size)
    {
        using var mount = Mount.OfSize(size, _job.PathOf("disk"));
        _job.Database = Path.Combine(mount.Path, "target.db");
        var stepped = new Stepped<Item>();
        _job.ConfigureLoader = o => SmallPages(o, journal);

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("a full disk is not tried again");
        error.InnerException.Should().BeOfType<SqliteLoaderException>();
        error.Message.Should().ContainAny("make room, then run again", "check the disk, how full it is");

        mount.Resize("16m");
        _job.CheckHalfWay(error.Report);
        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    [Fact]
    public async Task Run_DiskOfTheRejectFileIsFull_FailsAndIsCompletedOnceThereIsRoom()
    {
        using var mount = Mount.OfSize("16k", _job.PathOf("disk"));
        _job.RejectFile = Path.Combine(mount.Path, "rejects.jsonl");
        var stepped = new Stepped<Item>();

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        error.InnerException.Should().BeOfType<IOException>();
        error.Message.Should().MatchRegex("The reject file '.*rejects.jsonl' can't be written: .* Make room on its disk, or check it, and run again");
        stepped.Failures.Should().BeEmpty("the target is well");
        _job.CheckHalfWay(error.Report);

        mount.Resize("16m");
        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    // Then the rows of the job take more than a few of them.
    private static SqliteLoaderOptions<Item> SmallPages(SqliteLoaderOptions<Item> options, string journal) =>
        options.Pragma("journal_mode", journal).Pragma("page_size", "4096");
}
