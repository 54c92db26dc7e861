namespace EtlKit.Comparison;

/// <summary>CSV files into a SQLite table, against the fastest loop that can be written by hand over rows that are in memory already.</summary>
internal sealed class AgainstRawLoop : Scenario
{
    private const string EtlKit1 = "EtlKit, 1 producer";
    private const string EtlKit4 = "EtlKit, 4 producers";
    private const string Utf81 = "EtlKit, 1 producer, UTF-8 rows";
    private const string Utf84 = "EtlKit, 4 producers, UTF-8 rows";
    private const string Raw1 = "raw loop, as 1 producer";
    private const string Parse1 = "raw loop while parsing, as 1 producer";
    private const string Parse4 = "raw loop while parsing, as 4 producers";
    private const string ParseUsualPages1 = "raw loop while parsing, as 1 producer, pages of 4 KiB";
    private const string ParseUtf81 = "raw loop while parsing, as 1 producer, UTF-8 rows";
    private const string ParseUtf84 = "raw loop while parsing, as 4 producers, UTF-8 rows";

    private static readonly EventFiles Shape = EndToEnd.Shape;
    private EventDigests _expected;

    public AgainstRawLoop()
    {
        var events = new TableCheck(EventRows.Query, () => _expected.Events);
        Variants =
        [
            new(EtlKit1, context => EtlKitEvents.LoadFilesAsync(context, Shape, producers: 1)) { Table = events },
            new(Parse1, context => RawLoop.ReplayWhileParsingAsync(context, EtlKit1)) { Table = events, Reads = EtlKit1, ComparedWith = EtlKit1 },
            new(ParseUsualPages1, context => RawLoop.ReplayWhileParsingAsync(context, EtlKit1, EventTable.UsualPages)) { Table = events, Reads = EtlKit1, ComparedWith = EtlKit1 },
            new(Raw1, context => RawLoop.ReplayAsync(context, EtlKit1)) { Table = events, Reads = EtlKit1, ComparedWith = EtlKit1 },
            new(EtlKit4, context => EtlKitEvents.LoadFilesAsync(context, Shape, producers: 4)) { Table = events },
            new(Parse4, context => RawLoop.ReplayWhileParsingAsync(context, EtlKit4)) { Table = events, Reads = EtlKit4, ComparedWith = EtlKit4 },
            new(Utf81, context => EtlKitEvents.LoadUtf8FilesAsync(context, Shape, producers: 1)) { Table = events },
            new(ParseUtf81, context => RawLoop.ReplayUtf8WhileParsingAsync(context, Utf81)) { Table = events, Reads = Utf81, ComparedWith = Utf81 },
            new(Utf84, context => EtlKitEvents.LoadUtf8FilesAsync(context, Shape, producers: 4)) { Table = events },
            new(ParseUtf84, context => RawLoop.ReplayUtf8WhileParsingAsync(context, Utf84)) { Table = events, Reads = Utf84, ComparedWith = Utf84 },
        ];
    }

    public override string Name => "raw-loop";

    public override string Question =>
        "Four CSV files of 1 M rows, 0.2 % of them bad, are transformed and upserted into a new table; the raw loop has the rows in memory, in the order in which EtlKit wrote them.";

    public override IReadOnlyList<Variant> Variants { get; }

    public override IReadOnlyList<Target> Targets { get; } =
    [
        Target.Speed(EtlKit1, Parse1, 0.92),
        Target.Speed(EtlKit1, ParseUsualPages1, 0.92),
        Target.Speed(EtlKit4, Parse4, 0.92),
        Target.Speed(Utf81, ParseUtf81, 0.92),
        Target.Speed(Utf84, ParseUtf84, 0.92),
        Target.PeakMegabytes(Utf81, 150),
        Target.PeakMegabytes(Utf84, 150),
    ];

    public override void Prepare(ScenarioFiles files) =>
        _expected = (Shape with { RowsPerFile = files.Rows(Shape.RowsPerFile) }).Write(files.Input);
}
