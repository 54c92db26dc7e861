namespace EtlKit.Sqlite;

/// <summary>The checkpoints of one pipeline for one table.</summary>
internal sealed class CheckpointStore(Database database, Transaction transaction, string pipeline, string target, string run) : IDisposable
{
    private const string Upsert = """
        INSERT INTO main.etlkit_checkpoints
            (pipeline, target, run, source, rows, lines, bytes, outcomes, finished, rejected, length, modified, head, tail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT DO UPDATE SET
            run = excluded.run, rows = excluded.rows, lines = excluded.lines, bytes = excluded.bytes, outcomes = excluded.outcomes,
            finished = excluded.finished, rejected = excluded.rejected,
            length = excluded.length, modified = excluded.modified, head = excluded.head, tail = excluded.tail
        """;

    private const string OfThisPipeline = "pipeline = ?1 AND target = ?2";

    private Statement? _upsert;

    /// <summary>Reads the checkpoints, and makes ready for saving more. Not within a transaction.</summary>
    public List<SourceCheckpoint> Read()
    {
        StateTable.Checkpoints.Ensure(database, transaction);
        _upsert ??= Prepare(Upsert);
        StateText.Bind(_upsert.Parameters, 3, run);
        using var select = Prepare($"SELECT {CheckpointColumns.Names} FROM main.etlkit_checkpoints WHERE {OfThisPipeline} ORDER BY source");
        var checkpoints = new List<SourceCheckpoint>();
        while (select.Step())
        {
            checkpoints.Add(CheckpointColumns.Read(select));
        }

        return checkpoints;
    }

    /// <summary>Saves progress within a transaction. When it throws, a part may have been saved.</summary>
    public void Save(LoadProgress progress)
    {
        if (_upsert is null)
        {
            if (progress.Checkpoints.Count > 0)
            {
                throw new InvalidOperationException($"SQLite {target}: checkpoints were to be saved before they were read: call ReadCheckpointsAsync first.");
            }

            return;
        }

        foreach (var checkpoint in progress.Checkpoints)
        {
            CheckpointColumns.Bind(_upsert.Parameters, 4, checkpoint);
            _upsert.Execute();
        }

        if (progress.CompletesRun)
        {
            Execute($"DELETE FROM main.etlkit_checkpoints WHERE {OfThisPipeline} AND length IS NULL");
            Execute($"UPDATE main.etlkit_checkpoints SET rejected = 0 WHERE {OfThisPipeline} AND rejected <> 0");
        }
    }

    /// <summary>Removes all checkpoints for a table whose rows are gone: it is created anew, or replaced. Within that transaction.</summary>
    public static void Forget(Database database, string target)
    {
        if (StateTable.Checkpoints.IsThere(database))
        {
            using var delete = database.Prepare("DELETE FROM main.etlkit_checkpoints WHERE target = ?1");
            delete.Parameters.BindText(1, target);
            delete.Execute();
        }
    }

    public void Dispose() => _upsert?.Dispose();

    private void Execute(string sql)
    {
        using var statement = Prepare(sql);
        statement.Execute();
    }

    private Statement Prepare(string sql)
    {
        var statement = database.Prepare(sql);
        StateText.Bind(statement.Parameters, 1, pipeline);
        StateText.Bind(statement.Parameters, 2, target);
        return statement;
    }
}
