namespace EtlKit.Comparison;

/// <summary>Rows that are in the table already.</summary>
internal sealed class Rerun : Scenario
{
    private const int RowCount = 2_000_000;
    private const int OldVersion = 1;
    private const int NewVersion = 2;
    private const string Base = "base";
    private const string Updated = "EtlKit, all updated";
    private const string RawUpdated = "raw loop, all updated";
    private const string Skipped = "EtlKit, all unchanged, SkipUnchanged";
    private const string Unchanged = "EtlKit, all unchanged";
    private const string RawUnchanged = "raw loop, all unchanged";

    private TableDigest _old;
    private TableDigest _new;

    public Rerun()
    {
        var same = new TableCheck(EventRows.Query, () => _old);
        var changed = new TableCheck(EventRows.Query, () => _new);
        Variants =
        [
            new(Updated, context => EtlKitEvents.LoadRowsAsync(context, Rows(context.Files, NewVersion))) { Table = changed },
            new(RawUpdated, context => RawLoop.WriteAsync(context, Rows(context.Files, NewVersion))) { Table = changed, ComparedWith = Updated },
            new(Skipped, context => EtlKitEvents.LoadRowsAsync(context, Rows(context.Files, OldVersion), load: o => o.SkipUnchanged = true)) { Table = same },
            new(Unchanged, context => EtlKitEvents.LoadRowsAsync(context, Rows(context.Files, OldVersion))) { Table = same },
            new(RawUnchanged, context => RawLoop.WriteAsync(context, Rows(context.Files, OldVersion))) { Table = same, ComparedWith = Unchanged },
        ];
    }

    public override string Name => "re-run";

    public override string Question => "2 M rows are upserted from memory into a table that has their keys already, with other values or with the same.";

    public override IReadOnlyList<Variant> Variants { get; }

    public override IReadOnlyList<Target> Targets { get; } =
    [
        Target.Speed(Updated, RawUpdated, 0.9),
        Target.Speed(Skipped, RawUnchanged, 0.9),
        Target.Speed(Unchanged, RawUnchanged, 0.9),
    ];

    public override void Prepare(ScenarioFiles files)
    {
        var rows = Rows(files, OldVersion);
        _old = EventRows.DigestOf(rows);
        _new = EventRows.DigestOf(Rows(files, NewVersion));
        using var writer = new RawEventWriter(files.DatabaseOf(Base), upsert: true);
        writer.Write(rows);
    }

    public override void PrepareRun(ScenarioFiles files, Variant variant) => File.Copy(files.DatabaseOf(Base), files.DatabaseOf(variant.Name));

    private static Event[] Rows(ScenarioFiles files, int version) => EventRows.Growing(files.Rows(RowCount), version);
}
