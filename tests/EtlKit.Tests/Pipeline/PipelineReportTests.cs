using System.Globalization;
using System.Text.Json;

namespace EtlKit.Tests;

public sealed class PipelineReportTests
{
    private static readonly PipelineReport Report = new()
    {
        Pipeline = "events",
        RunId = "run1",
        Status = PipelineStatus.Failed,
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(2),
        Rows = new RowLedger { Extracted = 12_345, Expanded = 5, Loaded = 12_000, Filtered = 300, Rejected = 45, Unfinished = 5 },
        Sources =
        [
            new SourceReport { Name = "a.csv", Status = SourceStatus.Completed, Extracted = 12_000, Written = 11_960, Rejected = 40 },
            new SourceReport { Name = "b.csv", Status = SourceStatus.Failed, Extracted = 345, Written = 40, Filtered = 300, Rejected = 5, Failure = new InvalidDataException("broken") },
        ],
        Batches = 2,
        Retries = 1,
        ProducerWait = TimeSpan.FromSeconds(1.5),
        WriterWait = TimeSpan.FromSeconds(0.25),
        Bottleneck = "writer-bound 88 %",
        RejectsByReason = new Dictionary<string, long> { ["value is not a number"] = 44, ["id is missing"] = 1 },
        RejectSamples = [new Reject("a.csv", 7, 8, RejectStage.Transform, "id is missing", "secret,text")],
        Failure = "source 'b.csv' failed after 345 rows: broken",
    };

    [Fact]
    public void ToString_Report_ReadsWellInAnyCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Report.ToString().Should().Be("""
                Pipeline events: FAILED in 2.000 s (run run1)
                  rows      12,345 extracted + 5 more by expansion = 12,000 loaded + 300 filtered + 45 rejected + 5 unfinished
                  speed     6,000 rows/s in 2 batches, 1 retries; writer-bound 88 %
                  source    a.csv: 12,000 extracted, 11,960 written, 40 rejected
                  source    b.csv: 345 extracted, 40 written, 300 filtered, 5 rejected, FAILED: broken
                  rejected  44 × value is not a number
                  rejected  1 × id is missing
                  failure   source 'b.csv' failed after 345 rows: broken
                """);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void ToJson_Report_IsOneLineWithoutRawText()
    {
        var text = Report.ToJson();

        text.Should().NotContain("\n").And.NotContain("secret");
        var json = JsonDocument.Parse(text).RootElement;
        json.GetProperty("status").GetString().Should().Be("Failed");
        json.GetProperty("duration").GetDouble().Should().Be(2);
        json.GetProperty("rows").GetProperty("loaded").GetInt64().Should().Be(12_000);
        json.GetProperty("sources")[1].GetProperty("failure").GetString().Should().Be("broken");
        json.GetProperty("rejectsByReason").GetProperty("id is missing").GetInt64().Should().Be(1);
        json.GetProperty("rejectSamples")[0].GetProperty("line").GetInt64().Should().Be(8);
        json.GetProperty("failure").GetString().Should().StartWith("source 'b.csv'");
    }

    [Theory]
    [InlineData(10, 38, 4, 0.1, "writer-bound 99 %")]
    [InlineData(10, 1, 4, 9, "producer-bound 98 %")]
    [InlineData(10, 0.1, 4, 0.1, "balanced")]
    [InlineData(0, 0, 1, 0, "too short to tell")]
    public void Bottleneck_InWords_NamesTheSideThatTheOtherWaitsFor(double duration, double producerWait, int producers, double writerWait, string expected) =>
        Bottleneck.InWords(TimeSpan.FromSeconds(duration), TimeSpan.FromSeconds(producerWait), producers, TimeSpan.FromSeconds(writerWait))
            .Should().Be(expected);
}
