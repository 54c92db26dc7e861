using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>The run lock of one pipeline for one table.</summary>
internal sealed class LockStore(Database database, Transaction transaction, string pipeline, string target) : IDisposable
{
    private const string Select = """
        SELECT epoch, run, machine, process_id, process, acquired, heartbeat, lease_ms, released
        FROM main.etlkit_locks WHERE pipeline = ?1 AND target = ?2
        """;

    private const string Insert = """
        INSERT INTO main.etlkit_locks (pipeline, target, epoch, run, machine, process_id, process, acquired, heartbeat, lease_ms, released)
        VALUES (?1, ?2, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING
        """;

    // The epoch says who holds the lock, but counting begins anew when somebody has removed the row: only the holder itself keeps its epoch.
    private const string Update = """
        UPDATE main.etlkit_locks
        SET epoch = ?4, run = ?5, machine = ?6, process_id = ?7, process = ?8, acquired = ?9, heartbeat = ?10, lease_ms = ?11, released = ?12
        WHERE pipeline = ?1 AND target = ?2 AND epoch = ?3 AND (epoch <> ?4 OR run = ?5)
        """;

    private bool _isReady;
    private Statement? _update;

    /// <summary>Reads the lock, within the transaction if one is open.</summary>
    public RunLock? Read()
    {
        if (!_isReady && !database.InTransaction)
        {
            StateTable.Locks.Ensure(database, transaction);
            _isReady = true;
        }

        using var select = Prepare(Select);
        return !select.Step() ? null : new RunLock
        {
            Epoch = select.ReadInteger(0),
            RunId = select.ReadText(1)!,
            Machine = select.ReadText(2)!,
            ProcessId = (int)select.ReadInteger(3),
            Process = select.ReadText(4)!,
            AcquiredAt = ReadTime(select, 5),
            HeartbeatAt = ReadTime(select, 6),
            Lease = TimeSpan.FromMilliseconds(select.ReadInteger(7)),
            IsReleased = select.ReadInteger(8) != 0,
        };
    }

    /// <summary>Stores the lock in the place of the one of that epoch, 0 for none, within a transaction.</summary>
    /// <returns>False, and nothing is stored, when that isn't the lock that is there.</returns>
    public bool TryReplace(RunLock runLock, long replacedEpoch)
    {
        if (replacedEpoch != 0)
        {
            return Execute(_update ??= Prepare(Update), runLock, replacedEpoch);
        }

        using var insert = Prepare(Insert);
        return Execute(insert, runLock, replacedEpoch);
    }

    public void Dispose() => _update?.Dispose();

    private static bool Execute(Statement statement, RunLock runLock, long replacedEpoch)
    {
        var parameters = statement.Parameters;
        parameters.BindInteger(3, replacedEpoch);
        parameters.BindInteger(4, runLock.Epoch);
        StateText.Bind(parameters, 5, runLock.RunId);
        StateText.Bind(parameters, 6, runLock.Machine);
        parameters.BindInteger(7, runLock.ProcessId);
        StateText.Bind(parameters, 8, runLock.Process);
        StateText.Bind(parameters, 9, Format(runLock.AcquiredAt));
        StateText.Bind(parameters, 10, Format(runLock.HeartbeatAt));
        parameters.BindInteger(11, (long)runLock.Lease.TotalMilliseconds);
        parameters.BindInteger(12, runLock.IsReleased ? 1 : 0);
        return statement.Execute() > 0;
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadTime(Statement statement, int column) =>
        DateTimeOffset.ParseExact(statement.ReadText(column)!, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private Statement Prepare(string sql)
    {
        var statement = database.Prepare(sql);
        StateText.Bind(statement.Parameters, 1, pipeline);
        StateText.Bind(statement.Parameters, 2, target);
        return statement;
    }
}
