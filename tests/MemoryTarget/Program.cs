// A pipeline with the options that it has by default, and with checkpoints and a reject file, for a process whose memory is limited.
//
//   MemoryTarget MODE INPUT DATABASE REJECTS
//
// MODE is append or upsert, which waits for full batches. It prints the limit that it runs under, what it loaded and rejected, and the numbers of sources and of batches.
// Records of the input whose value is not a number are rejected.

using System.Globalization;
using EtlKit;
using EtlKit.Csv;
using EtlKit.Sqlite;

var (mode, input, database, rejects) = (args[0], args[1], args[2], args[3]);
var connection = $"Data Source={database}";
var pipeline = new PipelineBuilder("limited")
    .Extract(CsvExtractor.FromDirectory(input, row => new Reading(row.GetString(0), row.GetString(1), row.GetString(2))))
    .Transform<Row>(reading => double.TryParse(reading.Value, CultureInfo.InvariantCulture, out var value)
        ? new Row(reading.Id, value, reading.Text)
        : TransformResult.Reject("value is not a number"))
    .Load(mode == "append" ? SqliteLoader.Append<Row>(connection, "rows") : SqliteLoader.Upsert<Row>(connection, "rows", row => row.Id))
    .Configure(o => o.BatchTimeout = mode == "append" ? o.BatchTimeout : Timeout.InfiniteTimeSpan)
    .WithCheckpoints()
    .WriteRejectsTo(rejects)
    .Build();

var report = await pipeline.RunAsync();
Console.WriteLine(FormattableString.Invariant(
    $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes} {report.Rows.Loaded} {report.Rows.Rejected} {report.Sources.Count} {report.Batches}"));

internal sealed record Reading(string Id, string Value, string Text);

internal sealed record Row(string Id, double Value, string Text);
