using System.Globalization;
using System.Text;

namespace EtlKit.Sqlite;

/// <summary>The dead letters of one pipeline for one table, as its session stores them.</summary>
internal sealed class RejectTable(Database database, LoadContext context, string target) : IDisposable
{
    private const string InsertSql = """
        INSERT INTO main.etlkit_rejects (pipeline, target, run, rejected_at, source, row, line, branch, stage, reason, code, raw, value, size)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        """;

    // Only what was not replayed meanwhile: another replay may go on beside this one, unless a run lock keeps it out.
    private const string MarkReplayedSql = """
        UPDATE main.etlkit_rejects SET status = 'replayed', replayed_by = ?3, replayed_at = ?4
        WHERE id = ?5 AND pipeline = ?1 AND target = ?2 AND status <> 'replayed'
        """;

    private const string MarkStillBadSql = """
        UPDATE main.etlkit_rejects SET status = 'still bad', replayed_by = ?3, replayed_at = ?4, stage = ?6, reason = ?7, code = ?8, value = ?9
        WHERE id = ?5 AND pipeline = ?1 AND target = ?2 AND status <> 'replayed'
        """;

    private Statement? _insert;
    private Statement? _markReplayed;
    private Statement? _markStillBad;

    /// <summary>Stores rejects, and marks those that were replayed, within a transaction. When it throws, a part may have been stored.</summary>
    public void Save(LoadProgress progress)
    {
        if (progress.Rejects.Count + progress.Replayed.Count == 0)
        {
            return;
        }

        StateTable.Rejects.EnsureWithin(database);
        var now = context.TimeProvider.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        foreach (var reject in progress.Rejects)
        {
            Insert(_insert ??= Prepare(InsertSql), reject, now);
        }

        foreach (var (id, reject) in progress.Replayed)
        {
            Mark(reject is null ? _markReplayed ??= Prepare(MarkReplayedSql) : _markStillBad ??= Prepare(MarkStillBadSql), id, reject, now);
        }
    }

    public void Dispose()
    {
        _insert?.Dispose();
        _markReplayed?.Dispose();
        _markStillBad?.Dispose();
    }

    private static void Insert(Statement insert, Reject reject, string now)
    {
        var parameters = insert.Parameters;
        StateText.Bind(parameters, 4, now);
        StateText.Bind(parameters, 5, reject.Source);
        parameters.BindInteger(6, reject.RowNumber);
        parameters.BindInteger(7, reject.LineNumber);
        StateText.Bind(parameters, 8, reject.Branch);
        StateText.Bind(parameters, 9, RejectStageNames.Of(reject.Stage));
        StateText.BindLoosely(parameters, 10, reject.Reason);
        StateText.BindLoosely(parameters, 11, reject.Code);
        StateText.BindLoosely(parameters, 12, reject.RawText);
        StateText.BindLoosely(parameters, 13, reject.Row);
        parameters.BindInteger(14, SizeOf(reject.Reason) + SizeOf(reject.RawText) + SizeOf(reject.Row));
        insert.Execute();
    }

    private static void Mark(Statement mark, long id, Reject? reject, string now)
    {
        StateText.Bind(mark.Parameters, 4, now);
        mark.Parameters.BindInteger(5, id);
        if (reject is not null)
        {
            StateText.Bind(mark.Parameters, 6, RejectStageNames.Of(reject.Stage));
            StateText.BindLoosely(mark.Parameters, 7, reject.Reason);
            StateText.BindLoosely(mark.Parameters, 8, reject.Code);
            StateText.BindLoosely(mark.Parameters, 9, reject.Row);
        }

        if (mark.Execute() != 1)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The reject {id} in etlkit_rejects was removed, or replayed by another run, while this run replayed it: its batch is not loaded. Leave the table alone until the replay has ended, and keep other runs out with WithRunLock."));
        }
    }

    private static long SizeOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private Statement Prepare(string sql)
    {
        var statement = database.Prepare(sql);
        StateText.Bind(statement.Parameters, 1, context.Pipeline);
        StateText.Bind(statement.Parameters, 2, target);
        StateText.Bind(statement.Parameters, 3, context.RunId);
        return statement;
    }
}
