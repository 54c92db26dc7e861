using EtlKit.Sqlite;

namespace EtlKit.Faults.Tests;

/// <summary>A damaged file ends a run, and says so; with the file restored, the next run completes it.</summary>
public sealed class CorruptTests : IDisposable
{
    private const int PageSize = 16384;

    private readonly FaultJob _job = new()
    {
        // An upsert has to read the pages that are there, and the index those of rows that came long before.
        MakeLoader = (connection, configure) => SqliteLoader.Upsert<Item>(connection, "items", o =>
        {
            o.Key(item => item.Id).Index("value");
            configure(o);
        }),
    };

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData(0, 16, 26, "not a SQLite database, or it is encrypted")]
    [InlineData(100, 100, 11, "restore it from a backup")]
    public async Task Run_HeaderIsDamaged_FailsAndIsCompletedOnceItIsRestored(int offset, int length, int code, string advice)
    {
        await FaultJob.FailAsync(_job.Build(new Stepped<Item> { Before = FailAtBatch(8) }));
        var backup = Backup();
        Damage(_job.Database, offset, length);

        var stepped = new Stepped<Item>();
        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("a damaged file is not tried again").Which.Should().Match<(LoaderStep Step, Exception Exception)>(failure => failure.Step == LoaderStep.Open);
        error.InnerException.Should().BeOfType<SqliteLoaderException>().Which.SqliteErrorCode.Should().Be(code);
        error.Message.Should().Contain(advice).And.Contain("target.db");

        Restore(backup);
        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task Run_PagesAreDamagedInTheMiddle_FailsAndIsCompletedOnceTheFileIsRestored(string journal)
    {
        // Few pages in memory, so that the others must be read again.
        _job.ConfigureLoader = o => o.Pragma("journal_mode", journal).Pragma("cache_size", "5");
        await FaultJob.FailAsync(_job.Build(new Stepped<Item> { Before = FailAtBatch(8) }));
        var backup = Backup();
        var struck = 0;
        var stepped = new Stepped<Item>
        {
            Before = (step, count) =>
            {
                // Before the log has a copy of every page.
                if (step == LoaderStep.Begin && count == 2)
                {
                    struck++;
                    Damage(_job.Database, PageSize, (int)new FileInfo(_job.Database).Length - PageSize);
                }

                return default;
            },
        };

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        struck.Should().Be(1);
        stepped.Failures.Should().ContainSingle("a damaged file is not tried again");
        error.InnerException.Should().BeOfType<SqliteLoaderException>().Which.SqliteErrorCode.Should().Be(11);
        error.Message.Should().Contain("The file is damaged: look at it with PRAGMA integrity_check, and restore it from a backup.");

        Restore(backup);
        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    private static Func<LoaderStep, int, ValueTask> FailAtBatch(int batch) =>
        (step, count) => step == LoaderStep.Begin && count == batch ? throw new InvalidOperationException("on purpose") : default;

    private static void Damage(string path, int offset, int length)
    {
        length.Should().BePositive("otherwise nothing is damaged");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Position = offset;
        file.Write([.. Enumerable.Repeat((byte)0xA5, length)]);
    }

    private string Backup()
    {
        // All of it is in the one file.
        _job.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var backup = _job.PathOf("backup.db");
        File.Copy(_job.Database, backup);
        return backup;
    }

    private void Restore(string backup)
    {
        File.Move(backup, _job.Database, overwrite: true);
        foreach (var suffix in new[] { "-wal", "-shm", "-journal" })
        {
            File.Delete(_job.Database + suffix);
        }
    }
}
