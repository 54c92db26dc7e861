using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using CsvHelper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Comparison;

/// <summary>On what a comparison ran.</summary>
internal sealed record Machine
{
    private const string ProcessorInfo = "/proc/cpuinfo";
    private const string ProcessorName = "model name";
    private const string LoadInfo = "/proc/loadavg";

    public required string Processor { get; init; }

    public required int Cores { get; init; }

    public required double MemoryGigabytes { get; init; }

    public required string System { get; init; }

    /// <summary>Gets how many threads were running on average in the minute before: other work on the machine, when it is not near 0.</summary>
    public required string LoadBefore { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    public static Machine Describe() => new()
    {
        Processor = File.Exists(ProcessorInfo) ? FindProcessor() : RuntimeInformation.ProcessArchitecture.ToString(),
        Cores = Environment.ProcessorCount,
        MemoryGigabytes = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        System = RuntimeInformation.OSDescription,
        LoadBefore = File.Exists(LoadInfo) ? File.ReadAllText(LoadInfo).Split(' ')[0] : "unknown",
        Versions = new Dictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
            ["EtlKit"] = VersionOf(typeof(PipelineBuilder)),
            ["CsvHelper"] = VersionOf(typeof(CsvReader)),
            ["Microsoft.Data.Sqlite"] = VersionOf(typeof(SqliteConnection)),
            ["SQLite in .NET"] = FindSqlite(),
            ["Akka.Streams"] = VersionOf(typeof(Akka.Streams.Dsl.Source)),
            ["sqlite3"] = Ask(SqliteShell.Program, "--version"),
            ["python3"] = Ask(Article.Program, "--version"),
        },
    };

    private static string FindProcessor() => File.ReadLines(ProcessorInfo)
        .FirstOrDefault(line => line.StartsWith(ProcessorName, StringComparison.Ordinal))?
        .Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    // Without what the compiler adds to it: the commit.
    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string FindSqlite()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return raw.sqlite3_libversion().utf8_to_string();
    }

    private static string Ask(string program, string argument)
    {
        if (!Programs.Exists(program))
        {
            return "not there";
        }

        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim().Split(' ') is [var first, ..] words
            ? char.IsAsciiDigit(first[0]) ? first : words[^1]
            : "unknown";
    }
}
