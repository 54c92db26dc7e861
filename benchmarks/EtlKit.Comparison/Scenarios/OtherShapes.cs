namespace EtlKit.Comparison;

/// <summary>The same job with data of another shape.</summary>
internal sealed class OtherShapes : Scenario
{
    private const string EtlKit1 = "EtlKit, 1 producer";
    private const string RowIdLess1 = "EtlKit, 1 producer, WITHOUT ROWID";
    private const string Utf81 = "EtlKit, 1 producer, UTF-8 rows";
    private const string RawParse1 = "raw loop while parsing";
    private const string RawUtf81 = "raw loop while parsing, UTF-8 rows";
    private const string Straight1 = "straightforward C#";

    private readonly EventFiles _shape;
    private EventDigests _expected;

    private OtherShapes(string name, string question, EventFiles shape)
    {
        Name = name;
        Question = question;
        _shape = shape;
        var events = new TableCheck(EventRows.Query, () => _expected.Events);
        Variants =
        [
            new(EtlKit1, context => EtlKitEvents.LoadFilesAsync(context, shape, producers: 1)) { Table = events },
            new(Utf81, context => EtlKitEvents.LoadUtf8FilesAsync(context, shape, producers: 1)) { Table = events },
            new(RowIdLess1, context => EtlKitEvents.LoadFilesAsync(context, shape, producers: 1, load: o => o.WithoutRowId = true)) { Table = events },
            new(RawParse1, context => RawLoop.ReplayWhileParsingAsync(context, EtlKit1)) { Table = events, Reads = EtlKit1, ComparedWith = EtlKit1 },
            new(RawUtf81, context => RawLoop.ReplayUtf8WhileParsingAsync(context, Utf81)) { Table = events, Reads = Utf81, ComparedWith = Utf81 },
            new(Straight1, context => Straightforward.LoadFilesAsync(context, producers: 1)) { Table = events, ComparedWith = EtlKit1 },
        ];
    }

    public static OtherShapes LongStrings { get; } = new(
        "long-strings", "Four CSV files of 100,000 rows, whose keys have 500 characters.", new EventFiles { RowsPerFile = 100_000, IdLength = 500 });

    public static OtherShapes Gzip { get; } = new(
        "gzip", "Four files of 1 M rows, compressed by gzip.", new EventFiles { RowsPerFile = 1_000_000, IsCompressed = true });

    public override string Name { get; }

    public override string Question { get; }

    public override IReadOnlyList<Variant> Variants { get; }

    public override IReadOnlyList<Target> Targets { get; } =
    [
        Target.Speed(EtlKit1, RawParse1, 0.92),
        Target.Speed(Utf81, RawUtf81, 0.92),
        Target.Speed(EtlKit1, Straight1, 2),
        Target.PeakMegabytes(EtlKit1, 150),
        Target.PeakMegabytes(Utf81, 150),
    ];

    public override void Prepare(ScenarioFiles files) =>
        _expected = (_shape with { RowsPerFile = files.Rows(_shape.RowsPerFile) }).Write(files.Input);
}
