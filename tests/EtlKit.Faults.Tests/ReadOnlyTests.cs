using System.Diagnostics;
using System.Runtime.Versioning;
using EtlKit.Sqlite;

namespace EtlKit.Faults.Tests;

/// <summary>A database that can't be written ends a run before it starts, and says what to do.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private readonly FaultJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task Run_FileIsReadOnly_FailsAndIsCompletedOnceItCanBeWritten(string journal)
    {
        var file = await BeginAsync(journal);
        using (MakeReadOnly(file))
        {
            await FailAsync("check the permissions of the file");
        }

        await _job.CompleteAsync();
    }

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task Run_DirectoryIsReadOnly_FailsAndIsCompletedOnceItCanBeWritten(string journal)
    {
        var file = await BeginAsync(journal);
        using (MakeReadOnly(Path.GetDirectoryName(file)!))
        {
            if (Mount.IsRoot)
            {
                // For root, what is read-only is the mount; the file in it gets one of its own.
                var copy = _job.PathOf("copy.db");
                File.Copy(file, copy);
                using var writable = Mount.Of(copy, file, isReadOnly: false);
                await FailAsync("check");
                File.Exists(file + "-wal").Should().BeFalse("nothing can be created beside the file");
            }
            else
            {
                await FailAsync("check");
            }
        }

        await _job.CompleteAsync();
    }

    [Fact]
    public async Task Run_DirectoryIsReadOnlyAndThereIsNoFile_FailsAndIsCompletedOnceItCanBeWritten()
    {
        var directory = Directory.CreateDirectory(_job.PathOf("disk")).FullName;
        _job.Database = Path.Combine(directory, "target.db");
        using (MakeReadOnly(directory))
        {
            await FailAsync("check that its directory exists, the permissions, and Mode in the connection string");
        }

        await _job.CompleteAsync();
    }

    /// <summary>Loads a part into a database in a directory of its own, and fails by intention.</summary>
    private async Task<string> BeginAsync(string journal)
    {
        var directory = Directory.CreateDirectory(_job.PathOf("disk")).FullName;
        _job.Database = Path.Combine(directory, "target.db");
        _job.ConfigureLoader = o => o.Pragma("journal_mode", journal);
        var stepped = new Stepped<Item> { Before = (step, count) => step == LoaderStep.Begin && count == 8 ? throw new InvalidOperationException("on purpose") : default };
        var error = await FaultJob.FailAsync(_job.Build(stepped));
        _job.CheckHalfWay(error.Report);
        return _job.Database;
    }

    private async Task FailAsync(string advice)
    {
        var stepped = new Stepped<Item>();
        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("a database that can't be written is not tried again").Which.Exception.Should().BeOfType<SqliteLoaderException>()
            .Which.SqliteErrorCode.Should().BeOneOf(8, 14);
        error.Message.Should().Contain(advice);
        error.Report.Rows.Extracted.Should().BeLessThanOrEqualTo(error.Report.Rows.Unfinished, "nothing is loaded");
    }

    /// <summary>Makes a file or a directory read-only: for root, whom permissions don't hold, by a mount.</summary>
    private static IDisposable MakeReadOnly(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other permissions");
            throw new UnreachableException();
        }

        return Mount.IsRoot ? Mount.Of(path, path, isReadOnly: true) : new Permissions(path);
    }

    [UnsupportedOSPlatform("windows")]
    private sealed class Permissions : IDisposable
    {
        private readonly string _path;
        private readonly UnixFileMode _before;

        public Permissions(string path)
        {
            _path = path;
            _before = File.GetUnixFileMode(path);
            File.SetUnixFileMode(path, _before & ~(UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        }

        public void Dispose()
        {
            File.SetUnixFileMode(_path, _before);

            // SQLite gives the files that it creates the permissions of the database.
            foreach (var beside in new[] { "-wal", "-shm" }.Select(suffix => _path + suffix).Where(File.Exists))
            {
                File.SetUnixFileMode(beside, _before);
            }
        }
    }
}
