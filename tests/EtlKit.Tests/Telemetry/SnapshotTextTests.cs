using System.Globalization;
using System.Text.Json;

namespace EtlKit.Tests;

public sealed class SnapshotTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2));

    private static readonly PipelineSnapshot Snapshot = new()
    {
        Pipeline = "events",
        RunId = "run1",
        TakenAt = Now,
        Elapsed = TimeSpan.FromSeconds(4321.5),
        State = RunState.Running,
        LastProgressAt = Now - TimeSpan.FromSeconds(300),
        TimeWithoutProgress = TimeSpan.FromSeconds(300),
        IsStalled = true,
        WaitsFor = "loader SQLite events: loading a batch, for 300.0 s",
        Rows = new RowLedger { Extracted = 52_345, Expanded = 5, Loaded = 40_000, Filtered = 300, Rejected = 45, Unfinished = 12_005 },
        SourcesListed = 4,
        SourcesCompleted = 1,
        SourcesSkipped = 1,
        Batches = 4,
        Retries = 7,
        Producers =
        [
            new ProducerSnapshot { Number = 1, State = ProducerState.WaitingForChannel, TimeInState = TimeSpan.FromSeconds(299.5), Source = "a.csv", RowNumber = 41_002 },
            new ProducerSnapshot
            {
                Number = 2, State = ProducerState.WaitingForStep, TimeInState = TimeSpan.FromSeconds(1.5), Source = "b\n.csv", RowNumber = 7, RowsUnderWay = 4, OldestRowUnderWay = 7,
            },
            new ProducerSnapshot
            {
                Number = 3, State = ProducerState.WaitingForSource, TimeInState = TimeSpan.FromSeconds(20), Source = "d.csv", RowNumber = 1_009, RowsUnderWay = 2, OldestRowUnderWay = 1_007,
            },
            new ProducerSnapshot { Number = 4, State = ProducerState.Ended, TimeInState = TimeSpan.FromSeconds(1000) },
        ],
        Channel = new ChannelSnapshot { Rows = 9_800, RowCapacity = 10_000, Chunks = 20, ChunkCapacity = 20, ProducersWaiting = 1 },
        Writer = new WriterSnapshot
        {
            State = WriterState.Retrying,
            TimeInState = TimeSpan.FromSeconds(2),
            Loader = "SQLite events",
            BatchNumber = 5,
            BatchRows = 10_000,
            BatchRejects = 3,
            Call = "loading a batch",
            CallTime = TimeSpan.FromSeconds(300),
            Retry = new RetrySnapshot
            {
                Number = 8,
                ErrorType = "SqliteException",
                FirstFailedAt = Now - TimeSpan.FromSeconds(299),
                LastFailedAt = Now - TimeSpan.FromSeconds(2),
                Delay = TimeSpan.FromSeconds(5),
            },
        },
        Failure = "source 'c.csv' failed after 3 rows",
    };

    [Fact]
    public void ToString_Snapshot_ReadsWellInAnyCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Snapshot.ToString().Should().Be("""
                Pipeline events: running for 4,321.5 s, no progress for 300.0 s (run run1, 2026-01-02 03:04:05Z)
                  waits for    loader SQLite events: loading a batch, for 300.0 s
                  rows         52,345 extracted + 5 more by expansion = 40,000 loaded + 300 filtered + 45 rejected + 12,005 on their way; 4 batches, 7 retries
                  sources      4 listed, 1 completed, 1 skipped
                  producer 1   waits for the channel       299.5 s  a.csv, row 41,002
                  producer 2   waits for a step              1.5 s  b�.csv, row 7, 4 under way in asynchronous steps
                  producer 3   waits for the next row       20.0 s  d.csv, row 1,009, 2 under way in asynchronous steps, the oldest row 1,007
                  producer 4   has ended                 1,000.0 s
                  channel      9,800 of 10,000 rows in 20 of 20 chunks, 1 producers wait
                  writer       waits to retry                2.0 s  SQLite events, batch 5: 10,000 rows and 3 rejects; SqliteException 2.0 s ago, before retry 8
                  failure      source 'c.csv' failed after 3 rows
                """);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void ToString_ManyProducers_ShowsTheFirst()
    {
        var snapshot = Snapshot with { Producers = [.. Enumerable.Range(1, 100).Select(number => new ProducerSnapshot { Number = number })] };

        snapshot.ToString().Split('\n').Should().HaveCount(6 + 32 + 2).And.Contain("  producer …   and 68 more");
    }

    [Fact]
    public void ToJson_Snapshot_IsOneLineWithEverything()
    {
        var text = Snapshot.ToJson();

        text.Should().NotContain("\n");
        var json = JsonDocument.Parse(text).RootElement;
        json.GetProperty("state").GetString().Should().Be("Running");
        json.GetProperty("takenAt").GetDateTimeOffset().Should().Be(Now);
        json.GetProperty("timeWithoutProgress").GetDouble().Should().Be(300);
        json.GetProperty("isStalled").GetBoolean().Should().BeTrue();
        json.GetProperty("rows").GetProperty("unfinished").GetInt64().Should().Be(12_005);
        json.GetProperty("producers").GetArrayLength().Should().Be(4);
        json.GetProperty("producers")[1].GetProperty("state").GetString().Should().Be("WaitingForStep");
        json.GetProperty("producers")[1].GetProperty("oldestRowUnderWay").GetInt64().Should().Be(7);
        json.GetProperty("producers")[3].GetProperty("source").ValueKind.Should().Be(JsonValueKind.Null);
        json.GetProperty("channel").GetProperty("chunks").GetInt32().Should().Be(20);
        json.GetProperty("writer").GetProperty("call").GetString().Should().Be("loading a batch");
        json.GetProperty("writer").GetProperty("retry").GetProperty("errorType").GetString().Should().Be("SqliteException");
        json.GetProperty("failure").GetString().Should().StartWith("source 'c.csv'");
        json.EnumerateObject().Should().HaveCount(typeof(PipelineSnapshot).GetProperties().Length, "every property is there");
        JsonDocument.Parse((Snapshot with { Writer = new WriterSnapshot { Loader = "x" } }).ToJson())
            .RootElement.GetProperty("writer").GetProperty("retry").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public void ToString_EveryState_HasWordsOfItsOwn()
    {
        var producers = Enum.GetValues<ProducerState>().Select(state => SnapshotWords.StateOf(new ProducerSnapshot { State = state })).ToList();
        var writer = Enum.GetValues<WriterState>().Select(state => SnapshotWords.StateOf(new WriterSnapshot { Loader = "x", State = state, Call = $"{state}" })).ToList();

        producers.Should().OnlyHaveUniqueItems();
        writer.Should().OnlyHaveUniqueItems();
        producers.Concat(writer).Should().OnlyContain(words => words.Length <= 22, "that is how wide the column is");
    }

    [Fact]
    public void WaitsFor_ManyProducers_NamesThoseThatWaitLongest()
    {
        var snapshot = Snapshot with
        {
            Writer = new WriterSnapshot { Loader = "x", State = WriterState.WaitingForRows },
            Producers = [.. Enumerable.Range(1, 5).Select(i => new ProducerSnapshot
            {
                Number = i, State = ProducerState.WaitingForSource, Source = $"{i}\n", RowNumber = 10 * i, TimeInState = TimeSpan.FromSeconds(i),
            })],
        };

        SnapshotWords.WaitsFor(snapshot).Should().Be(
            "source '5\uFFFD', which has given no row after row 50 for 5.0 s; source '4\uFFFD', which has given no row after row 40 for 4.0 s; "
            + "source '3\uFFFD', which has given no row after row 30 for 3.0 s; and 2 more");
    }
}
