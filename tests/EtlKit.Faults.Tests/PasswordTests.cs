using EtlKit.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EtlKit.Faults.Tests;

/// <summary>What a connection string holds besides the path is shown nowhere, whatever goes wrong.</summary>
public sealed class PasswordTests : IDisposable
{
    private const string Password = "tr0ub4dor3";

    private readonly FaultJob _job = new();
    private readonly FakeLoggerProvider _logs = new();

    /// <summary>A connection string for each thing that can go wrong, given the path, and a part of the message that shows that it did.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "wrong keyword", $"Data Source={{0}};Passwrod={Password}", "keyword \"passwrod\"" },
        { "wrong keyword beside", $"Data Sorce={{0}};Password={Password}", "keyword \"data sorce\"" },
        { "password with a semicolon", $"Data Source={{0}};Password=x;{Password}=y", "another keyword" },
        { "wrong value", $"Data Source={{0}};Mode={Password}", "value for \"mode\"" },
        { "not a connection string", $"Data Source={{0}};Password=\"{Password}", "keyword=value" },
        { "library without encryption", $"Data Source={{0}};Password={Password}", "doesn't support encryption" },
        { "can't be opened", $"Data Source=file:{{0}}/missing/x.db?key={Password}", "can't be opened" },
        { "not a database", $"Data Source=file:{{0}}?key={Password}", "not a SQLite database" },
        { "locked", $"Data Source=file:{{0}}?key={Password}", "database is locked" },
        { "schema differs", $"Data Source=file:{{0}}?key={Password}", "doesn't fit the loader" },
        { "row is refused", $"Data Source=file:{{0}}?key={Password}", "too many rows were rejected" },
    };

    /// <summary>The same for a query, which has no schema to differ from and refuses no row.</summary>
    public static TheoryData<string, string, string> QueryFaults =>
        [.. Faults.Where(fault => fault.Data.Item1 is not ("schema differs" or "row is refused")).Select(fault => fault.Data)];

    public void Dispose()
    {
        _logs.Dispose();
        _job.Dispose();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Run_LoaderFails_ShowsNoPassword(string fault, string connection, string expected)
    {
        using var other = Prepare(fault);
        var text = string.Format(connection, _job.Database);

        var shown = await FailAsync(() => Build(Extractor.From("rows", [new Item("a", 1)]), SqliteLoader.Append<Item>(text, "items", o => o.BusyTimeout = TimeSpan.Zero)));

        shown.Should().Contain(expected, "that is the fault").And.NotContain(Password);
    }

    [Theory]
    [MemberData(nameof(QueryFaults))]
    public async Task Run_ExtractorFails_ShowsNoPassword(string fault, string connection, string expected)
    {
        using var other = Prepare(fault);
        var text = string.Format(connection, _job.Database) + (fault == "locked" ? ";Default Timeout=1" : "");

        var shown = await FailAsync(() => Build(
            SqliteExtractor.FromQuery(text, "SELECT id, value FROM items", reader => new Item(reader.GetString(0), reader.GetInt32(1))), Loader.From<Item>("nowhere", (_, _) => ValueTask.CompletedTask)));

        shown.Should().Contain(expected, "that is the fault").And.NotContain(Password);
    }

    [Fact]
    public async Task Run_Succeeds_ShowsNoPassword()
    {
        var text = $"Data Source=file:{_job.Database}?key={Password}";
        _job.Execute("CREATE TABLE raw(id TEXT, value INTEGER); INSERT INTO raw VALUES('a', 1)");
        var pipeline = Build(
            SqliteExtractor.FromQuery(text, "SELECT id, value FROM raw", reader => new Item(reader.GetString(0), reader.GetInt32(1))), SqliteLoader.Append<Item>(text, "items"));

        var report = await pipeline.RunAsync(FaultJob.Token).OrHangs();

        report.Rows.Loaded.Should().Be(1);
        ShownBy(null, report).Should().Contain("target.db query").And.NotContain(Password);
    }

    private SqliteConnection? Prepare(string fault)
    {
        switch (fault)
        {
            case "locked":
                _job.Execute("CREATE TABLE items(id TEXT, value INTEGER)");
                var other = _job.Open();
                FaultJob.Execute(other, "BEGIN EXCLUSIVE");
                return other;
            case "schema differs":
                _job.Execute("CREATE TABLE items(id TEXT)");
                break;
            case "row is refused":
                _job.Execute("CREATE TABLE items(id TEXT, value INTEGER CHECK (value > 1))");
                break;
            case "not a database":
                File.WriteAllText(_job.Database, new string('x', 5000));
                break;
            default:
                _job.Execute("CREATE TABLE other(x)");
                break;
        }

        return null;
    }

    private Pipeline Build(IExtractor<Item> extractor, ILoader<Item> loader) =>
        new PipelineBuilder("secret") { LoggerFactory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs)) }
            .Extract(extractor)
            .Load(loader)
            .Configure(o =>
            {
                o.RetryTimeout = TimeSpan.Zero;
                o.IncludeValuesInReasons = true;
                o.MaxRejects = 0;
            })
            .Build();

    /// <summary>Builds and runs a pipeline, one of which must fail.</summary>
    /// <returns>All that was shown of it anywhere.</returns>
    private async Task<string> FailAsync(Func<Pipeline> build)
    {
        try
        {
            await build().RunAsync(FaultJob.Token).OrHangs();
        }
        catch (PipelineException exception)
        {
            return ShownBy(exception, exception.Report);
        }
        catch (ArgumentException exception)
        {
            return ShownBy(exception, null);
        }

        throw new InvalidOperationException("It was to fail.");
    }

    private string ShownBy(Exception? exception, PipelineReport? report)
    {
        var logged = _logs.Collector.GetSnapshot().Select(record => string.Join(
            '\n',
            [
                record.Message,
                $"{record.Exception}",
                .. (record.StructuredState ?? []).Select(value => $"{value.Key}={value.Value}"),
                .. record.Scopes.OfType<IEnumerable<KeyValuePair<string, object?>>>().SelectMany(scope => scope).Select(value => $"{value.Key}={value.Value}"),
            ]));
        return string.Join('\n', [exception?.ToString(), report?.ToString(), report?.ToJson(), .. report?.Sources.Select(source => $"{source}") ?? [], .. logged]);
    }
}
