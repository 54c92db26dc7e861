using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EtlKit.Tests;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("file.csv", "file.csv")]
    [InlineData("Ünïcödé 表 😀 \u05d0\u0627", "Ünïcödé 表 😀 \u05d0\u0627")]
    [InlineData("a\r\n2024 INFO b", "a\uFFFD\uFFFD2024 INFO b")]
    [InlineData("\0\t\u001b[31m\u007f\u0085\u009f", "\uFFFD\uFFFD\uFFFD[31m\uFFFD\uFFFD\uFFFD")]
    [InlineData("a\u2028b\u2029c", "a\uFFFDb\uFFFDc")]
    [InlineData("a\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069b", "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb")]
    public void Clean_Text_ReplacesWhatForgesALine(string text, string expected) => LogText.Clean(text).Should().Be(expected);

    [Fact]
    public async Task RunAsync_HostileNames_ForgeNothingInLogScopeOrReport()
    {
        const string Hostile = "a\n2024 INFO forged\u202etxt";
        using var logs = new FakeLoggerProvider();
        var pipeline = new PipelineBuilder(Hostile) { LoggerFactory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)) }
            .Extract([Sources.Numbers(Hostile, 3), Sources.Failing(Hostile + "2", 1, new IOException("gone"))])
            .Transform<int>(n => n == 1 ? TransformResult.Reject(Hostile) : n)
            .Load(Loader.From<int>(Hostile, (_, _) => ValueTask.CompletedTask))
            .Build();

        var report = (await FluentActions.Awaiting(() => pipeline.RunAsync(TestContext.Current.CancellationToken).OrHangs())
            .Should().ThrowAsync<PipelineException>()).Which.Report;

        var records = logs.Collector.GetSnapshot();
        records.Should().HaveCountGreaterThan(5);
        var shown = records.Select(record => record.Message)
            .Concat(records.SelectMany(record => record.Scopes).Select(scope => $"{scope}"))
            .Concat(report.ToString().Split('\n'));
        shown.Where(text => text.Contains("forged", StringComparison.Ordinal)).Should().NotBeEmpty().And.OnlyContain(
            text => !text.Contains('\n') && !text.Contains('\u202e') && !text.TrimStart().StartsWith("2024"));
    }
}
