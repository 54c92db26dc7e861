using System.Globalization;
using CsvToSqlite;

namespace EtlKit.Benchmarks;

/// <summary>The events that benchmarks read and load: the same at every run.</summary>
internal static class EventData
{
    private const int Seed = 1;
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public static Event[] Make(int rows, string source = "events.csv")
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(1, rows).Select(i => new Event(Id(0, i), Timestamp(i), Value(random), source))];
    }

    /// <summary>Writes a file of the columns <c>id,timestamp,value</c>.</summary>
    public static string WriteCsv(string directory, int file, int rows)
    {
        var random = new Random(Seed + file);
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"events-{file:D2}.csv"));
        using var writer = new StreamWriter(path);
        writer.WriteLine("id,timestamp,value");
        for (var i = 1; i <= rows; i++)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Id(file, i)},{Timestamp(i)},{Value(random)}"));
        }

        return path;
    }

    private static string Id(int file, int row) => string.Create(CultureInfo.InvariantCulture, $"k{file:D2}-{row:D8}");

    private static string Timestamp(int row) => Start.AddSeconds(row).ToString("s", CultureInfo.InvariantCulture);

    private static double Value(Random random) => Math.Round(random.NextDouble() * 1000, 3);
}
