// A pipeline that kills its own process, as kill -9 does, when it has come to a given step. The recovery tests start it again and again.
//
//   KillTarget MODE INPUT DATABASE REJECTS SEED KILL_AT [stop | HOURS | replay]
//
// MODE is append or upsert; REJECTS is a file, or "table" for the database; "replay" replays the rejects, all of which are good then; KILL_AT is the number of the step at which to die, or with "stop" to stop, 0 for never, or a name and a number such as
// "begin:3". Steps are rows that go through the first transformation ("row"), and the calls of the transactions. HOURS is how far the clock is ahead.
//
// It ends with 5 when another process holds the run lock, and with 6 when another process has taken it over.

using System.Globalization;
using EtlKit;
using EtlKit.Csv;
using EtlKit.Sqlite;
using KillTarget;

var (mode, input, database, rejects) = (args[0], args[1], args[2], args[3]);
var seed = int.Parse(args[4], CultureInfo.InvariantCulture);
var random = new Random(seed);
var steps = Steps.Parse(args[5], stops: args is [.., "stop"]);
var isReplay = args is [.., "replay"];
var hours = args.Length > 6 && int.TryParse(args[6], CultureInfo.InvariantCulture, out var given) ? given : 0;

Action<SqliteLoaderOptions<Item>> columns = options => options
    .Column("id", item => item.Id)
    .Column("source", item => item.Source)
    .Column("value", item => item.Value);
var connection = $"Data Source={database}";
var loader = mode == "append"
    ? SqliteLoader.Append(connection, "items", columns)
    : SqliteLoader.Upsert<Item>(connection, "items", options => columns(options.Key("id", "source")));

var composed = new PipelineBuilder("killed") { TimeProvider = new LateClock(TimeSpan.FromHours(hours)) }
    .Extract(CsvExtractor.FromDirectory(input, row => new Raw(row.GetString(0), row.Parse<int>(1)), pattern: "*.*"))
    .Transform(raw =>
    {
        steps.Next("row");
        return raw;
    })
    .Where(raw => raw.Value % 10 != 3)
    .TransformMany((raw, context) => Enumerable.Range(0, raw.Value % 4).Select(part => new Item($"{raw.Id}.{part}", context.Source, raw.Value - part)))
    .Transform<Item>(item => item.Value % 10 == 7 && !isReplay ? TransformResult.Reject("ends with seven") : item)
    .Load(new KillingLoader<Item>(loader, steps, prefersLargeBatches: seed % 2 == 0))
    .Configure(o =>
    {
        // With one producer, every run takes the same steps; with more, the batches are not always the same.
        o.Producers = seed % 11 == 0 ? 1 : random.Next(1, 4);
        o.BatchSize = random.Next(5, 200);
        o.ChannelCapacity = random.Next(1, 200);
        o.LargeBatchSize = random.Next(1, 500);
        o.RetryTimeout = hours > 0 ? TimeSpan.Zero : o.RetryTimeout;
    })
    .WithCheckpoints()
    .Require(Guarantee.ExactlyOnce);
var pipeline = (rejects == "table" ? composed.WriteRejectsToTarget(ItemJson.Default.Item) : composed.WriteRejectsTo(rejects, ItemJson.Default.Item)).Build();

try
{
    var report = await (isReplay ? pipeline.ReplayAsync() : pipeline.RunAsync());
    Console.WriteLine(FormattableString.Invariant($"{steps.Count} {report.Rows.Loaded} {report.Rows.Rejected}"));
    return 0;
}
catch (PipelineException exception) when (exception.InnerException is RunLockedException)
{
    Console.WriteLine(exception.Message);
    return 5;
}
catch (PipelineException exception) when (exception.InnerException is RunLockLostException)
{
    Console.WriteLine(exception.Message);
    return 6;
}
