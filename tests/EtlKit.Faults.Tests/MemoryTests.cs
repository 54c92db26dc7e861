using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace EtlKit.Faults.Tests;

/// <summary>With the options that it has by default, a pipeline gets along with the same memory however long its input is.</summary>
public sealed class MemoryTests : IDisposable
{
    /// <summary>64 MiB, in hexadecimal as the runtime reads it.</summary>
    private const string HeapLimit = "0x4000000";

    private const long HeapLimitInBytes = 64 * 1024 * 1024;
    private const int Files = 2;

    // In memory, where there is such a file system: it isn't the disk that is tried here.
    private readonly string _directory = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"etlkit-memory-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("append", 20_000)]
    [InlineData("append", 2_000_000)]
    [InlineData("upsert", 500_000)]
    public async Task Run_HeapIsLimited_CompletesHoweverLongTheInputIs(string mode, int records)
    {
        // An upsert of keys in no order takes large batches.
        var bad = WriteInput(records, isInOrder: mode == "append");

        var output = await RunAsync(mode);

        output[..^1].Should().Equal([HeapLimitInBytes, records - bad, bad, Files], "it prints its limit, and what was loaded and rejected of which sources");
        if (mode == "upsert")
        {
            output[^1].Should().BeLessThan(records / PipelineDefaults.BatchSize / 4, "batches are large");
        }

        Scalar("SELECT count(*) FROM rows WHERE Text = 'some text that is as long as texts are'").Should().Be(records - bad);
        Scalar("SELECT sum(substr(Id, 8)) FROM rows").Should().Be(Enumerable.Range(0, records).Where(record => record % 10 != 7).Sum(record => (double)record));
        Scalar("SELECT sum(Value) FROM rows").Should().Be(Enumerable.Range(0, records).Where(record => record % 10 != 7).Sum(record => (double)(record % 1000)));
        File.ReadLines(Path.Combine(_directory, "rejects.jsonl")).Count().Should().Be(bad);
    }

    /// <summary>Writes the input, a tenth of which is bad.</summary>
    /// <returns>How many records are bad.</returns>
    private int WriteInput(int records, bool isInOrder)
    {
        var input = Directory.CreateDirectory(Path.Combine(_directory, "in")).FullName;
        var bad = 0;
        for (var file = 0; file < Files; file++)
        {
            using var writer = new StreamWriter(Path.Combine(input, $"{file}.csv"), append: false, Encoding.ASCII, 1 << 16);
            writer.Write("id,value,text\n");
            for (var i = file; i < records; i += Files)
            {
                // The factor has none in common with the numbers of records, so that each is there once.
                var record = isInOrder ? i : (int)(i * 1_236_067L % records);
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture, $"record-{record:D8},{(record % 10 == 7 ? "x" : record % 1000)},some text that is as long as texts are\n"));
                bad += record % 10 == 7 ? 1 : 0;
            }
        }

        return bad;
    }

    private async Task<long[]> RunAsync(string mode)
    {
        string[] command = ["exec", Path.Combine(AppContext.BaseDirectory, "MemoryTarget.dll"), mode, Path.Combine(_directory, "in"), Path.Combine(_directory, "target.db"), Path.Combine(_directory, "rejects.jsonl")];
        var start = new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(FaultJob.Token);
        var error = process.StandardError.ReadToEndAsync(FaultJob.Token);
        await process.WaitForExitAsync(FaultJob.Token).WaitAsync(TimeSpan.FromMinutes(3));
        process.ExitCode.Should().Be(0, await error);
        return [.. (await output).Trim().Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
    }

    private double Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "target.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToDouble(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
