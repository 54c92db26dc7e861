using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using EtlKit.Csv;
using EtlKit.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit.Faults.Tests;

/// <summary>A job that meets a fault: CSV files with bad records among the good ones, a table to which they are appended, a reject file and checkpoints.</summary>
internal sealed class FaultJob : IDisposable
{
    public const int Files = 3;
    public const int RecordsPerFile = 1000;
    public const int BatchSize = 100;

    /// <summary>Every tenth record is bad.</summary>
    public const int Rejects = Files * RecordsPerFile / 10;

    public const int Rows = (Files * RecordsPerFile) - Rejects;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-faults-");

    public FaultJob()
    {
        Database = PathOf("target.db");
        RejectFile = PathOf("rejects.jsonl");
        Directory.CreateDirectory(Input);
        for (var file = 0; file < Files; file++)
        {
            var text = new StringBuilder("id,value\n");
            for (var record = 0; record < RecordsPerFile; record++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{file}-{record:D6},{(record % 10 == 7 ? "x" : record)}\n");
            }

            File.WriteAllText(Path.Combine(Input, $"{file}.csv"), text.ToString());
        }
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Input => PathOf("in");

    /// <summary>Gets or sets the path of the database, for a test that puts it elsewhere.</summary>
    public string Database { get; set; }

    /// <summary>Gets or sets the path of the reject file, for a test that puts it elsewhere.</summary>
    public string RejectFile { get; set; }

    public string ConnectionString => $"Data Source={Database};Pooling=False";

    /// <summary>Gets or sets what the target is, given its columns; appending is the default, because it forgives nothing.</summary>
    public Func<string, Action<SqliteLoaderOptions<Item>>, ILoader<Item>> MakeLoader { get; init; } =
        (connection, configure) => SqliteLoader.Append(connection, "items", configure);

    public Action<SqliteLoaderOptions<Item>> ConfigureLoader { get; set; } = _ => { };

    public Action<PipelineOptions> Configure { get; set; } = _ => { };

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Gets or sets a source beside the files.</summary>
    public IExtractor<Item>? ExtraSource { get; set; }

    /// <summary>Gets or sets what is called for each row, by producers.</summary>
    public Action<Item> OnRow { get; set; } = _ => { };

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>Makes a pipeline whose loader tells of its steps.</summary>
    public Pipeline Build(Stepped<Item>? stepped = null)
    {
        var loader = MakeLoader(ConnectionString, options =>
        {
            options.BusyTimeout = TimeSpan.Zero;
            ConfigureLoader(options);
        });
        var files = CsvExtractor.FromDirectory(Input, row => new Item(row.GetString(0), row.Parse<int>(1)));
        return new PipelineBuilder("job") { TimeProvider = Time, LoggerFactory = LoggerFactory }
            .Extract(ExtraSource is null ? files : files.Append(ExtraSource))
            .Transform(item =>
            {
                OnRow(item);
                return item;
            })
            .Load(stepped?.Around(loader) ?? loader)
            .Configure(o =>
            {
                o.Producers = 2;
                o.BatchSize = BatchSize;
                o.ChannelCapacity = BatchSize;
                o.BatchTimeout = Timeout.InfiniteTimeSpan;
            })
            .Configure(Configure)
            .WithCheckpoints()
            .WriteRejectsTo(RejectFile)
            .Build();
    }

    /// <summary>Runs the pipeline, which must fail.</summary>
    public static async Task<PipelineException> FailAsync(Pipeline pipeline) =>
        (await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

    /// <summary>Runs the pipeline with all faults mended, and checks that the target is as if there had never been one.</summary>
    public async Task<PipelineReport> CompleteAsync()
    {
        var report = await Build().RunAsync(Token).OrHangs();
        CheckComplete();
        return report;
    }

    /// <summary>Checks that the target is what an undisturbed run makes of it.</summary>
    /// <param name="rejectsOfRun">The run whose rejects are looked at; null when the reject file must hold each reject once, whoever wrote it.</param>
    public void CheckComplete(string? rejectsOfRun = null)
    {
        CheckIsSound();
        var rows = ReadRows();
        rows.Should().HaveCount(Rows);
        for (var file = 0; file < Files; file++)
        {
            rows.Where(row => row.StartsWith($"{file}-", StringComparison.Ordinal)).Should().Equal(
                Enumerable.Range(0, RecordsPerFile).Where(record => record % 10 != 7).Select(record => $"{file}-{record:D6}={record}"),
                "each row is there once, in its order");
        }

        ReadRejects(rejectsOfRun).Should().BeEquivalentTo(
            Enumerable.Range(0, Files).SelectMany(file => Enumerable.Range(0, RecordsPerFile).Where(record => record % 10 == 7).Select(record => $"{file}.csv:{record + 1}")),
            "each reject is there once");
    }

    /// <summary>Checks that the target is sound, and holds just what a run says that it has loaded.</summary>
    public void CheckHalfWay(PipelineReport report)
    {
        CheckIsSound();
        report.Rows.Loaded.Should().BeInRange(1, Rows - 1, "the fault is to hit in the middle");
        ReadRows().Should().HaveCount((int)report.Rows.Loaded, "nothing is half-written").And.OnlyHaveUniqueItems();
    }

    public void CheckIsSound() => Query("PRAGMA integrity_check").Should().Equal("ok");

    public List<string> ReadRows() => Query("SELECT id || '=' || value FROM items ORDER BY rowid");

    public void Execute(string sql)
    {
        using var connection = Open();
        Execute(connection, sql);
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString + ";Default Timeout=1");
        connection.Open();
        return connection;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private List<string> Query(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private List<string> ReadRejects(string? run) =>
    [
        .. File.ReadLines(RejectFile).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => run is null || line.GetProperty("run").GetString() == run)
            .Select(line => $"{line.GetProperty("source")}:{line.GetProperty("row")}"),
    ];
}
