using EtlKit.Benchmarks;

namespace EtlKit.Comparison.Tests;

/// <summary>A peer that leaves another table is found out.</summary>
public sealed class TableDigestTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("etlkit-comparison-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Of_TableOfTheRows_IsTheDigestOfTheRowsInAnyOrder()
    {
        var rows = EventRows.Growing(100);

        Stored([.. rows.Reverse()]).Should().Be(EventRows.DigestOf(rows)).And.Be(Stored(rows));
    }

    [Fact]
    public void Of_AnotherTable_IsAnotherDigest()
    {
        var rows = EventRows.Growing(100);
        CsvToSqlite.Event[][] others =
        [
            rows[1..],
            [.. rows, rows[0] with { Id = "one more" }],
            [rows[0] with { Id = "another" }, .. rows[1..]],
            [rows[0] with { Timestamp = rows[1].Timestamp }, .. rows[1..]],
            [rows[0] with { Value = rows[0].Value + 1 }, .. rows[1..]],
            [rows[0] with { SourceFile = "" }, .. rows[1..]],
            [rows[0] with { Id = rows[0].Id + "2", Timestamp = rows[0].Timestamp[1..] }, .. rows[1..]],
            [rows[0] with { Value = rows[1].Value }, rows[1] with { Value = rows[0].Value }, .. rows[2..]],
        ];

        others.Select(Stored).Should().OnlyHaveUniqueItems().And.NotContain(EventRows.DigestOf(rows));
    }

    [Fact]
    public void ReadInOrder_GivesTheRowsInTheOrderOfTheirInsertion()
    {
        var rows = EventRows.Random(100);
        Stored(rows);

        EventRows.ReadInOrder(Database).Should().Equal(rows);
    }

    private string Database => Path.Combine(_directory, "events.db");

    private TableDigest Stored(CsvToSqlite.Event[] rows)
    {
        File.Delete(Database);
        using (var writer = new RawEventWriter(Database, upsert: true))
        {
            writer.Write(rows);
        }

        return TableDigest.Of(Database, EventRows.Query);
    }
}
