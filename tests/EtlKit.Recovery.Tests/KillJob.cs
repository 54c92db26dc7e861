using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace EtlKit.Recovery.Tests;

/// <summary>A job for a process that is killed: its input, its target, and what they must be like.</summary>
internal sealed class KillJob : IDisposable
{
    public const int Never = 0;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");
    private readonly string _mode;
    private readonly int _seed;

    // Where rejects go.
    private readonly bool _storesInTarget;

    public KillJob(string mode, int seed)
    {
        _mode = mode;
        _seed = seed;
        _storesInTarget = seed % 3 == 0;
        var random = new Random(seed);
        Directory.CreateDirectory(Input);
        for (var file = random.Next(1, 5); file > 0; file--)
        {
            WriteFile($"{file}.csv", random.Next(0, 400), random, isCompressed: random.Next(4) == 0);
        }

        // At least one file with enough rows for a kill in the middle.
        WriteFile("0.csv", 300, random, isCompressed: false);
        Reset();
    }

    private string Input => Path.Combine(_directory.FullName, "in");

    private string Database => Path.Combine(_directory.FullName, "target.db");

    private string Rejects => Path.Combine(_directory.FullName, "rejects.jsonl");

    /// <summary>Runs once without any kill, and keeps what came of it; then begins anew.</summary>
    public async Task<Untouched> RunToTheEndAsync()
    {
        var steps = await RunAsync(Never) ?? throw new InvalidOperationException("The run was killed, but should not have been.");
        var untouched = new Untouched(steps, ReadRows(), ReadRejects());
        Reset();
        return untouched;
    }

    /// <summary>Runs once and replays once, and keeps what came of it; then begins anew.</summary>
    public async Task<Untouched> RunAndReplayAsync()
    {
        _ = await RunAsync(Never);
        var before = ReadRows().Values.Sum(rows => rows.Count);
        var steps = await ReplayAsync(Never) ?? throw new InvalidOperationException("The replay was killed, but should not have been.");
        var untouched = new Untouched(steps, ReadRows(), ReadRejects());
        untouched.Rows.Values.Sum(rows => rows.Count).Should().BeGreaterThan(before, "otherwise nothing is replayed");
        Reset();
        return untouched;
    }

    /// <summary>Makes an empty target that refuses some rows.</summary>
    public void Reset()
    {
        foreach (var path in new[] { Database, Database + "-wal", Database + "-shm", Rejects })
        {
            File.Delete(path);
        }

        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE items(id TEXT NOT NULL, source TEXT NOT NULL, value INTEGER CHECK (value % 50 <> 12)"
            + (_mode == "append" ? ")" : ", PRIMARY KEY (id, source))");
        command.ExecuteNonQuery();
    }

    /// <summary>Runs until the end or the kill.</summary>
    /// <returns>How many steps the run took; null when it was killed.</returns>
    public Task<int?> RunAsync(int killAt) => RunAsync([], killAt);

    /// <summary>Replays the rejects until the end or the kill.</summary>
    public Task<int?> ReplayAsync(int killAt) => RunAsync([], killAt, "replay");

    public Task<int?> RunUnderStraceAsync(string calls, int nth) => RunAsync(Strace.KillAt(calls, nth), Never);

    /// <summary>Checks a target whose writer was killed: it is sound, and holds of each source a part from its beginning.</summary>
    public void CheckHalfWay(Untouched untouched)
    {
        Query("PRAGMA integrity_check").Should().Equal("ok");
        var rows = ReadRows();
        foreach (var (source, expected) in untouched.Rows)
        {
            var part = rows.GetValueOrDefault(source) ?? [];
            part.Should().Equal(expected.Take(part.Count), $"the rows of {source} are loaded in their order, each once");
        }
    }

    public void CheckEnd(Untouched untouched, string because)
    {
        Query("PRAGMA integrity_check").Should().Equal("ok");
        var rows = ReadRows();
        rows.Keys.Should().BeEquivalentTo(untouched.Rows.Keys, because);
        foreach (var (source, expected) in untouched.Rows)
        {
            rows[source].Should().Equal(expected, because);
        }

        ReadRejects().Should().Equal(untouched.Rejects, $"each reject is there once: {because}");
    }

    /// <summary>Checks that all rows are there that a replay without kills gives, each once; their order is that of the replays.</summary>
    public void CheckReplayed(Untouched untouched, string because)
    {
        Query("PRAGMA integrity_check").Should().Equal("ok");
        ReadRows().SelectMany(source => source.Value).Order(StringComparer.Ordinal)
            .Should().Equal(untouched.Rows.SelectMany(source => source.Value).Order(StringComparer.Ordinal), because);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>Starts a process that doesn't wait to be killed.</summary>
    public TargetProcess Start(string at, params string[] option) => new(Command(at, option));

    private async Task<int?> RunAsync(string[] prefix, int killAt, params string[] option)
    {
        string[] command = [.. prefix, .. Command(killAt.ToString(CultureInfo.InvariantCulture), option)];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        const int KilledExitCode = 128 + 9;
        if (process.ExitCode == KilledExitCode)
        {
            return null;
        }

        process.ExitCode.Should().Be(0, await error);
        return int.Parse((await output).Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private string[] Command(string at, params string[] option) =>
    [
        "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "KillTarget.dll"), _mode, Input, Database, _storesInTarget ? "table" : Rejects,
        _seed.ToString(CultureInfo.InvariantCulture), at, .. option,
    ];

    private void WriteFile(string name, int rows, Random random, bool isCompressed)
    {
        var text = new StringBuilder("id,value\n");
        for (var row = 0; row < rows; row++)
        {
            // Now and then a record that can't be read, with a line break in it.
            text.Append(CultureInfo.InvariantCulture, $"{(random.Next(20) == 0 ? "\"a\nb\"" : "r")}{row},{(random.Next(30) == 0 ? "x" : random.Next(100))}\n");
        }

        var path = Path.Combine(Input, name);
        if (!isCompressed)
        {
            File.WriteAllText(path, text.ToString());
            return;
        }

        using var gzip = new System.IO.Compression.GZipStream(File.Create(path + ".gz"), System.IO.Compression.CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private Dictionary<string, List<string>> ReadRows() => Query("SELECT source || '|' || id || '|' || value FROM items ORDER BY rowid")
        .GroupBy(row => row.Split('|')[0])
        .ToDictionary(group => group.Key, group => group.ToList());

    private List<string> ReadRejects() => _storesInTarget
        ? Query("SELECT source || ':' || row || ' ' || stage || ' ' || reason FROM etlkit_rejects ORDER BY 1")
        : File.Exists(Rejects)
            ? [.. File.ReadAllLines(Rejects).Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => !line.TryGetProperty("letter", out _))
                .Select(line => $"{line.GetProperty("source")}:{line.GetProperty("row")} {line.GetProperty("stage")} {line.GetProperty("reason")}")
                .Order(StringComparer.Ordinal)]
            : [];

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

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>What a run leaves that was never killed.</summary>
    internal sealed record Untouched(int Steps, Dictionary<string, List<string>> Rows, List<string> Rejects);
}
