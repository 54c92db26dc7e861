using EtlKit.Sqlite;

namespace EtlKit.Faults.Tests;

/// <summary>A table, or a path, that is not what the loader expects.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly FaultJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Run_SchemaDiffers_FailsBeforeItStartsAndIsCompletedOnceItFits()
    {
        _job.Execute("CREATE TABLE items(id INTEGER, extra TEXT NOT NULL)");
        var stepped = new Stepped<Item>();

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("it is not tried again").Which.Step.Should().Be(LoaderStep.Open);
        error.InnerException.Should().BeOfType<SqliteSchemaException>().Which.Differences.Should().HaveCount(3);
        error.Message.Should().Contain("change the one or the other").And.Contain("add it with ALTER TABLE").And.Contain("give it a default");
        error.Report.Rows.Extracted.Should().Be(0);

        _job.Execute("DROP TABLE items");
        await _job.CompleteAsync();
    }

    [Fact]
    public async Task Run_TableIsRenamedMeanwhile_FailsAndIsCompletedOnceItIsBack()
    {
        var stepped = StrikeAtBatch(8, "ALTER TABLE items RENAME TO elsewhere");

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("no row is to blame, and it is not tried again").Which.Step.Should().Be(LoaderStep.Write);
        error.Message.Should().Contain("no such table").And.Contain("run again: a run checks the table when it starts");

        _job.Execute("ALTER TABLE elsewhere RENAME TO items");
        _job.CheckHalfWay(error.Report);
        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    [Fact]
    public async Task Run_ColumnIsRenamedMeanwhile_FailsAndIsCompletedOnceItIsBack()
    {
        var stepped = StrikeAtBatch(8, "ALTER TABLE items RENAME COLUMN value TO other");

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("no row is to blame, and it is not tried again").Which.Step.Should().Be(LoaderStep.Write);
        error.Message.Should().Contain("has no column named value");

        _job.Execute("ALTER TABLE items RENAME COLUMN other TO value");
        _job.CheckHalfWay(error.Report);
        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    [Fact]
    public async Task Run_DirectoryIsMissing_FailsAndIsCompletedOnceItIsThere()
    {
        var directory = _job.PathOf("missing");
        _job.Database = Path.Combine(directory, "target.db");
        var stepped = new Stepped<Item>();

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("it is not tried again").Which.Step.Should().Be(LoaderStep.Open);
        error.Message.Should().Contain("The file can't be opened: check that its directory exists");

        Directory.CreateDirectory(directory);
        await _job.CompleteAsync();
    }

    [Fact]
    public async Task Run_PathIsADirectory_FailsAndSaysSo()
    {
        Directory.CreateDirectory(_job.Database);
        var stepped = new Stepped<Item>();

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().ContainSingle("it is not tried again").Which.Step.Should().Be(LoaderStep.Open);
        error.Message.Should().ContainAny("The file can't be opened", "There is a directory of that name");

        Directory.Delete(_job.Database);
        await _job.CompleteAsync();
    }

    private Stepped<Item> StrikeAtBatch(int batch, string sql) => new()
    {
        Before = (step, count) =>
        {
            if (step == LoaderStep.Begin && count == batch)
            {
                _job.Execute(sql);
            }

            return default;
        },
    };
}
