namespace EtlKit.Comparison;

/// <summary>Keys in no order.</summary>
internal sealed class RandomKeys : Scenario
{
    private const string Defaults = "EtlKit";
    private const string Large = "EtlKit, batches of 200,000 rows";
    private const string RowIdLess = "EtlKit, WITHOUT ROWID";
    private const string Raw = "raw loop, batches of 10,000 rows";
    private const string RawLargePages = "raw loop, batches of 10,000 rows, pages of 16 KiB";
    private const string Larger = "EtlKit, batches of 400,000 rows";
    private const int LargeBatch = 200_000;
    private const int LargerBatch = 400_000;
    private const int NoLimit = int.MaxValue;

    private readonly int _rows;
    private TableDigest _expected;

    private RandomKeys(string name, int rows)
    {
        Name = name;
        _rows = rows;
        var events = new TableCheck(EventRows.Query, () => _expected);
        Variants =
        [
            new(Defaults, context => EtlKitEvents.LoadRowsAsync(context, Make(context.Files))) { Table = events },
            new(Large, context => EtlKitEvents.LoadRowsAsync(context, Make(context.Files), o => UseBatches(o, LargeBatch))) { Table = events },
            new(Larger, context => EtlKitEvents.LoadRowsAsync(context, Make(context.Files), o => UseBatches(o, LargerBatch))) { Table = events },
            new(Raw, context => RawLoop.WriteAsync(context, Make(context.Files), EventTable.UsualPages)) { Table = events, ComparedWith = Defaults },
        ];

        // With ten million rows, each of these would take minutes.
        if (!OnlyWhenNamed)
        {
            Variants =
            [
                .. Variants,
                new(RowIdLess, context => EtlKitEvents.LoadRowsAsync(context, Make(context.Files), load: o => o.WithoutRowId = true)) { Table = events },
                new(RawLargePages, context => RawLoop.WriteAsync(context, Make(context.Files))) { Table = events, ComparedWith = Defaults },
            ];
        }
    }

    public static RandomKeys TwoMillion { get; } = new("random-keys", 2_000_000);

    public static RandomKeys TenMillion { get; } = new("random-keys-10m", 10_000_000);

    public override string Name { get; }

    public override string Question => FormattableString.Invariant(
        $"{_rows / 1_000_000} M rows with random keys are upserted from memory into a new table; the raw loop takes them as they come.");

    public override IReadOnlyList<Variant> Variants { get; }

    public override IReadOnlyList<Target> Targets { get; } = [Target.Speed(Defaults, Raw, 4), Target.Speed(Large, Raw, 4), Target.Speed(Larger, Raw, 4)];

    public override bool OnlyWhenNamed => _rows > 2_000_000;

    public override void Prepare(ScenarioFiles files) => _expected = EventRows.DigestOf(Make(files));

    private static void UseBatches(PipelineOptions options, int rows)
    {
        options.BatchSize = rows;
        options.MaxBatchBytes = NoLimit;
    }

    private Event[] Make(ScenarioFiles files) => EventRows.Random(files.Rows(_rows));
}
