using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EtlKit.Comparison;

/// <summary>Events in memory.</summary>
internal static class EventRows
{
    /// <summary>Selects the columns whose hash <see cref="HashOf"/> is.</summary>
    public const string Query = "SELECT id, ts, value, source_file FROM events";

    private const string Source = "events.csv";
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Makes events with keys that grow.</summary>
    /// <param name="count">How many.</param>
    /// <param name="version">What tells the values of the same keys apart.</param>
    public static Event[] Growing(int count, int version = 1) =>
        Make(count, version, i => string.Create(CultureInfo.InvariantCulture, $"k{i:D12}"));

    /// <summary>Makes events with keys in no order, each of them once.</summary>
    public static Event[] Random(int count) =>
        Make(count, version: 1, i => Scatter((ulong)i).ToString("x16", CultureInfo.InvariantCulture));

    /// <summary>Reads the events of a table in the order in which they were inserted.</summary>
    public static Event[] ReadInOrder(string database) =>
        ReadInOrder(database, (reader, source) => new Event(reader.GetString(0), reader.GetString(1), reader.GetDouble(2), source));

    /// <inheritdoc cref="ReadInOrder(string)"/>
    public static Utf8Event[] ReadUtf8InOrder(string database) =>
        ReadInOrder(database, (reader, source) => new Utf8Event(Utf8Text.From(reader.GetString(0)), Utf8Text.From(reader.GetString(1)), reader.GetDouble(2), source));

    public static RowHash HashOf(Event row) => new RowHash().With(row.Id).With(row.Timestamp).With(row.Value).With(row.SourceFile);

    public static TableDigest DigestOf(IEnumerable<Event> rows) => rows.Aggregate(default(TableDigest), (digest, row) => digest.With(HashOf(row)));

    private static TRow[] ReadInOrder<TRow>(string database, Func<SqliteDataReader, string, TRow> read)
    {
        using var connection = new SqliteConnection(EventTable.ConnectionTo(database));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Query + " ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var rows = new List<TRow>();
        var sources = new Dictionary<string, string>();
        while (reader.Read())
        {
            var source = reader.GetString(3);
            sources.TryAdd(source, source);
            rows.Add(read(reader, sources[source]));
        }

        return [.. rows];
    }

    private static Event[] Make(int count, int version, Func<int, string> id)
    {
        var random = new Random(version);
        return [.. Enumerable.Range(1, count).Select(i =>
            new Event(id(i), Start.AddSeconds(i).ToString("s", CultureInfo.InvariantCulture), Math.Round(random.NextDouble() * 1000, 3), Source))];
    }

    // The last steps of SplitMix64: different numbers stay different.
    private static ulong Scatter(ulong value)
    {
        value = unchecked(value * 0x9e3779b97f4a7c15);
        value = unchecked((value ^ (value >> 30)) * 0xbf58476d1ce4e5b9);
        value = unchecked((value ^ (value >> 27)) * 0x94d049bb133111eb);
        return value ^ (value >> 31);
    }
}
