namespace EtlKit.Comparison.Tests;

public sealed class EventFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("etlkit-comparison-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_Files_HoldTheRowsThatTheDigestsExpect(bool isCompressed)
    {
        var files = new EventFiles { Files = 2, RowsPerFile = 1_000, BadRowEvery = 100, IsCompressed = isCompressed };

        var (events, ids) = files.Write(_directory);

        events.Rows.Should().Be(2 * 990);
        ids.Rows.Should().Be(2 * 1_000);
        var found = default(TableDigest);
        var report = await EventPipeline.FromFiles(_directory, files.Pattern)
            .Load(Loader.From<CsvToSqlite.Event>("digest", (batch, _) =>
            {
                found = batch.Aggregate(found, (digest, row) => digest.With(EventRows.HashOf(row)));
                return default;
            }))
            .Build()
            .RunAsync(TestContext.Current.CancellationToken);
        found.Should().Be(events);
        report.RejectsByReason.Values.Should().Equal(10, 10);
    }
}
