using System.Globalization;
using System.IO.Compression;

namespace EtlKit.Comparison;

/// <summary>CSV files with the columns <c>id,timestamp,value</c>, the same at every run. Keys grow within a file, and each file has a range of its own.</summary>
internal sealed record EventFiles
{
    private const int ShortId = 12;
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public int Files { get; init; } = 4;

    public required int RowsPerFile { get; init; }

    public int IdLength { get; init; } = ShortId;

    /// <summary>Gets which row is bad: every so-manieth; 0 for none. Its timestamp or its value can't be read, in turn.</summary>
    public int BadRowEvery { get; init; } = 500;

    public bool IsCompressed { get; init; }

    /// <summary>Gets the pattern of the names.</summary>
    public string Pattern => IsCompressed ? "*.csv.gz" : "*.csv";

    /// <summary>Writes the files.</summary>
    /// <returns>What a table of the events must hold: without the bad rows, with timestamps in ISO 8601 and the names of the files.</returns>
    public EventDigests Write(string directory)
    {
        var digests = default(EventDigests);
        for (var file = 0; file < Files; file++)
        {
            digests = Write(directory, file, digests);
        }

        return digests;
    }

    /// <summary>The files of a directory, in their order.</summary>
    public static IEnumerable<string> In(string directory) => Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal);

    /// <summary>Opens a file for reading its text.</summary>
    public static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private EventDigests Write(string directory, int file, EventDigests digests)
    {
        var random = new Random(file);
        var name = string.Create(CultureInfo.InvariantCulture, $"events-{file:D2}{Pattern.AsSpan(1)}");
        Stream output = File.Create(Path.Combine(directory, name));
        using var writer = new StreamWriter(IsCompressed ? new GZipStream(output, CompressionLevel.Fastest) : output);
        writer.Write("id,timestamp,value\n");
        for (var row = 1; row <= RowsPerFile; row++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"k{file:D2}-{row:D8}").PadRight(IdLength, 'x');
            var timestamp = Start.AddSeconds(row);
            var value = Math.Round(random.NextDouble() * 1000, 3);
            var fault = BadRowEvery > 0 && row % BadRowEvery == 0 ? row / BadRowEvery % 2 == 0 ? Fault.Timestamp : Fault.Value : Fault.None;

            writer.Write(id);
            writer.Write(fault == Fault.Timestamp ? ",yesterday," : timestamp.ToString(",yyyy-MM-dd HH:mm:ss,", CultureInfo.InvariantCulture));
            writer.Write(fault == Fault.Value ? "n/a" : value.ToString(CultureInfo.InvariantCulture));
            writer.Write('\n');

            digests = digests with { Ids = digests.Ids.With(new RowHash().With(id)) };
            if (fault == Fault.None)
            {
                var stored = new Event(id, timestamp.ToString("s", CultureInfo.InvariantCulture), value, name);
                digests = digests with { Events = digests.Events.With(EventRows.HashOf(stored)) };
            }
        }

        return digests;
    }

    private enum Fault
    {
        None,
        Timestamp,
        Value,
    }
}
