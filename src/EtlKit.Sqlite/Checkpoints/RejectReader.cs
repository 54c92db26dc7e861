namespace EtlKit.Sqlite;

/// <summary>Reads the dead letters of a table, over a connection of its own for each call.</summary>
/// <remarks>It reads in pages: between them it holds no lock, which would keep the session from committing.</remarks>
internal sealed class RejectReader(string connectionString, string busyTimeout, string target)
{
    private const int PageSize = 500;

    private const string OfThisPipeline = "FROM main.etlkit_rejects WHERE pipeline = ?1 AND target = ?2";

    public RejectStoreSize Measure(string pipeline)
    {
        using var database = Open();
        if (!StateTable.Rejects.IsThere(database))
        {
            return default;
        }

        using var select = Prepare(database, $"SELECT COUNT(*), TOTAL(size) {OfThisPipeline}", pipeline);
        _ = select.Step();
        return new RejectStoreSize(select.ReadInteger(0), select.ReadInteger(1));
    }

    public IEnumerable<string> ListSources(string pipeline)
    {
        var last = "";
        for (var sources = ListPage(pipeline, last, isFirst: true); sources.Count > 0; sources = ListPage(pipeline, last, isFirst: false))
        {
            foreach (var source in sources)
            {
                yield return last = source;
            }
        }
    }

    public IEnumerable<DeadLetter> Read(string pipeline, string source)
    {
        using var database = Open();
        if (!StateTable.Rejects.IsThere(database))
        {
            yield break;
        }

        var end = FindEnd(database, pipeline);
        var last = 0L;
        for (var page = ReadPage(database, pipeline, source, last, end); page.Count > 0; page = ReadPage(database, pipeline, source, last, end))
        {
            foreach (var letter in page)
            {
                yield return letter;
                last = letter.Id;
            }
        }
    }

    private List<string> ListPage(string pipeline, string last, bool isFirst)
    {
        using var database = Open();
        var sources = new List<string>();
        if (!StateTable.Rejects.IsThere(database))
        {
            return sources;
        }

        using var select = Prepare(
            database,
            $"SELECT DISTINCT source {OfThisPipeline} AND status <> 'replayed' AND (?4 OR source > ?3) ORDER BY source LIMIT {PageSize}",
            pipeline);
        StateText.Bind(select.Parameters, 3, last);
        select.Parameters.BindInteger(4, isFirst ? 1 : 0);
        while (select.Step())
        {
            sources.Add(select.ReadText(0)!);
        }

        return sources;
    }

    private long FindEnd(Database database, string pipeline)
    {
        using var select = Prepare(database, $"SELECT MAX(id) {OfThisPipeline}", pipeline);
        return select.Step() ? select.ReadInteger(0) : 0;
    }

    private List<DeadLetter> ReadPage(Database database, string pipeline, string source, long last, long end)
    {
        using var select = Prepare(
            database,
            "SELECT id, row, line, branch, stage, reason, code, raw, value "
            + $"{OfThisPipeline} AND source = ?3 AND status <> 'replayed' AND id > ?4 AND id <= ?5 ORDER BY id LIMIT {PageSize}",
            pipeline);
        StateText.Bind(select.Parameters, 3, source);
        select.Parameters.BindInteger(4, last);
        select.Parameters.BindInteger(5, end);
        var letters = new List<DeadLetter>();
        while (select.Step())
        {
            letters.Add(new DeadLetter(select.ReadInteger(0), new Reject(
                source, select.ReadInteger(1), select.ReadInteger(2), StageOf(select.ReadText(4)!), select.ReadText(5)!, select.ReadText(7))
            {
                Branch = select.ReadText(3),
                Code = select.ReadText(6),
                Row = select.ReadText(8),
            }));
        }

        return letters;
    }

    private static RejectStage StageOf(string name) => RejectStageNames.Find(name) ?? throw new InvalidOperationException(
        $"The table etlkit_rejects has the stage \"{LogText.Clean(name)}\": extract, transform and load are known. Correct or remove that reject.");

    private Database Open()
    {
        var database = new Database(connectionString);
        database.Execute($"PRAGMA busy_timeout = {busyTimeout}");
        return database;
    }

    private Statement Prepare(Database database, string sql, string pipeline)
    {
        var statement = database.Prepare(sql);
        StateText.Bind(statement.Parameters, 1, pipeline);
        StateText.Bind(statement.Parameters, 2, target);
        return statement;
    }
}
