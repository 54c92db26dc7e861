using System.Globalization;
using System.IO.Compression;
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

    /// <summary>Makes the same events in no order.</summary>
    public static Event[] MakeShuffled(int rows)
    {
        var events = Make(rows);
        new Random(Seed).Shuffle(events);
        return events;
    }

    /// <summary>Writes a file of the columns <c>id,timestamp,value</c>.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="file">The number of the file: each has keys of its own.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="badRowEvery">Which row has a value that is no number: every so-manieth; 0 for none.</param>
    public static string WriteCsv(string directory, int file, int rows, int badRowEvery = 0)
    {
        var random = new Random(Seed + file);
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"events-{file:D2}.csv"));
        using var writer = new StreamWriter(path);
        writer.WriteLine("id,timestamp,value");
        for (var i = 1; i <= rows; i++)
        {
            var value = Value(random).ToString(CultureInfo.InvariantCulture);
            writer.WriteLine($"{Id(file, i)},{Timestamp(i)},{(badRowEvery > 0 && i % badRowEvery == 0 ? "n/a" : value)}");
        }

        return path;
    }

    /// <summary>Writes a compressed copy beside a file.</summary>
    public static string Compress(string path)
    {
        var compressed = path + ".gz";
        using var source = File.OpenRead(path);
        using var target = new GZipStream(File.Create(compressed), CompressionLevel.Fastest);
        source.CopyTo(target);
        return compressed;
    }

    private static string Id(int file, int row) => string.Create(CultureInfo.InvariantCulture, $"k{file:D2}-{row:D8}");

    private static string Timestamp(int row) => Start.AddSeconds(row).ToString("s", CultureInfo.InvariantCulture);

    private static double Value(Random random) => Math.Round(random.NextDouble() * 1000, 3);
}
