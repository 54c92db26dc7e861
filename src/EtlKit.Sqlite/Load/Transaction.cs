namespace EtlKit.Sqlite;

/// <summary>The transaction of a connection.</summary>
internal sealed class Transaction(Database database) : IDisposable
{
    private readonly Statement _begin = database.Prepare("BEGIN");
    private readonly Statement _beginImmediate = database.Prepare("BEGIN IMMEDIATE");
    private readonly Statement _commit = database.Prepare("COMMIT");
    private readonly Statement _rollBack = database.Prepare("ROLLBACK");

    /// <summary>Begins.</summary>
    /// <param name="immediate">Whether to take the lock for writing at once, rather than with the first write.</param>
    public void Begin(bool immediate) => (immediate ? _beginImmediate : _begin).Execute();

    public void Commit()
    {
        // What would be committed to a file that nobody finds is lost.
        database.ThrowIfMoved();
        _commit.Execute();
    }

    public void RollBack()
    {
        // SQLite has ended the transaction by itself after a full disk, an interrupted statement, or RAISE(ROLLBACK) in a trigger.
        if (database.InTransaction)
        {
            _rollBack.Execute();
        }
    }

    /// <summary>Runs work in a transaction that is rolled back, completely, when the work fails or is cancelled.</summary>
    /// <param name="immediate">Whether to take the lock for writing at once, rather than with the first write.</param>
    /// <param name="work">The work.</param>
    /// <param name="state">What the work gets, so that it needs no closure.</param>
    /// <param name="cancellationToken">Interrupts the work.</param>
    public TResult Run<TState, TResult>(bool immediate, Func<TState, CancellationToken, TResult> work, TState state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            Begin(immediate);
            var result = Interrupt.Guard(database, work, state, cancellationToken);
            Commit();
            return result;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _beginImmediate.Dispose();
        _commit.Dispose();
        _rollBack.Dispose();
    }
}
