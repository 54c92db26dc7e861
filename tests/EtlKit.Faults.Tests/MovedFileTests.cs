using EtlKit.Sqlite;
using Microsoft.Data.Sqlite;

namespace EtlKit.Faults.Tests;

/// <summary>The file of the database is deleted, moved or replaced while a run writes to it: on Unix, the run could go on for ever without anybody finding a row.</summary>
public sealed class MovedFileTests : IDisposable
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm", "-journal"];

    private readonly FaultJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("WAL", "deleted")]
    [InlineData("WAL", "moved")]
    [InlineData("WAL", "replaced")]
    [InlineData("DELETE", "deleted")]
    [InlineData("DELETE", "moved")]
    [InlineData("DELETE", "replaced")]
    public async Task Run_FileIsNotThereAnyMore_DoesNotSucceedAndCanBeRunAgain(string journal, string fault)
    {
        SkipOnWindows();
        _job.ConfigureLoader = o => o.Pragma("journal_mode", journal);
        var stepped = StrikeAtBatch(8, () => Strike(fault));

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        IsMoved(stepped.Failures.Should().ContainSingle("it is not tried again").Which.Exception).Should().BeTrue();
        error.Message.Should().Contain("deleted, moved or replaced while the run wrote to it").And.Contain("run again");
        error.Report.Status.Should().Be(PipelineStatus.Failed);

        // Nothing of the run is in the file at the path, its checkpoints included. The reject file can't know that: the next run's rejects come after those of this one.
        var report = await _job.Build().RunAsync(FaultJob.Token).OrHangs();
        report.Sources.Should().OnlyContain(source => source.ResumedAfter == 0);
        _job.CheckComplete(report.RunId);
    }

    [Fact]
    public async Task Run_FileIsReplacedByAnEarlierBackup_DoesNotSucceedAndIsCompletedFromThere()
    {
        SkipOnWindows();
        var backup = _job.PathOf("backup.db");
        await FaultJob.FailAsync(_job.Build(StrikeAtBatch(6, () => throw new InvalidOperationException("on purpose"))));
        _job.Execute($"VACUUM INTO '{backup}'");

        var stepped = StrikeAtBatch(6, () =>
        {
            File.Move(backup, _job.Database, overwrite: true);
            Array.ForEach(Suffixes[1..], suffix => File.Delete(_job.Database + suffix));
        });
        await FaultJob.FailAsync(_job.Build(stepped));
        IsMoved(stepped.Failures.Should().ContainSingle().Which.Exception).Should().BeTrue();

        // The backup's checkpoints say how far its rows go, and how long the reject file was then.
        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    [Fact]
    public async Task Run_FileIsDeletedWithoutCheckpoints_DoesNotSucceed()
    {
        SkipOnWindows();
        var struck = 0;
        var pipeline = new PipelineBuilder("p")
            .Extract(Extractor.From("numbers", Enumerable.Range(0, 100).Select(n =>
            {
                if (n == 90)
                {
                    Strike("deleted");
                    struck++;
                }

                return new Item($"{n}", n);
            })))
            .Load(SqliteLoader.Replace<Item>(_job.ConnectionString, "items"))
            .Build();

        var error = await FaultJob.FailAsync(pipeline);

        struck.Should().Be(1);
        IsMoved(error.InnerException!).Should().BeTrue();
        error.Report.Rows.Loaded.Should().Be(0);
    }

    private static bool IsMoved(Exception exception) => exception is SqliteLoaderException { SqliteExtendedErrorCode: 1032 };

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes and moves no file that is open");

    private static Stepped<Item> StrikeAtBatch(int batch, Action strike) => new()
    {
        Before = (step, count) =>
        {
            if (step == LoaderStep.Begin && count == batch)
            {
                strike();
            }

            return default;
        },
    };

    private void Strike(string fault)
    {
        foreach (var file in Suffixes.Select(suffix => _job.Database + suffix).Where(File.Exists))
        {
            if (fault == "moved")
            {
                File.Move(file, file + ".old");
            }
            else
            {
                File.Delete(file);
            }
        }

        if (fault == "replaced")
        {
            using var other = new SqliteConnection(_job.ConnectionString);
            other.Open();
            FaultJob.Execute(other, "CREATE TABLE items(id TEXT, value INTEGER)");
        }
    }
}
