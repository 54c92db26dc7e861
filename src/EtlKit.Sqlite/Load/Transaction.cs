namespace EtlKit.Sqlite;

/// <summary>Runs work in a transaction that is rolled back, completely, when the work fails or is cancelled.</summary>
internal sealed class Transaction(Database database) : IDisposable
{
    private readonly Statement _begin = database.Prepare("BEGIN");
    private readonly Statement _beginImmediate = database.Prepare("BEGIN IMMEDIATE");
    private readonly Statement _commit = database.Prepare("COMMIT");

    /// <summary>Runs work in a transaction.</summary>
    /// <param name="immediate">Whether to take the lock for writing at once, rather than with the first write.</param>
    /// <param name="work">The work.</param>
    /// <param name="state">What the work gets, so that it needs no closure.</param>
    /// <param name="cancellationToken">Interrupts the work.</param>
    public TResult Run<TState, TResult>(bool immediate, Func<TState, CancellationToken, TResult> work, TState state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var interrupt = Interrupt.On(database, cancellationToken);
        try
        {
            (immediate ? _beginImmediate : _begin).Execute();
            var result = work(state, cancellationToken);
            _commit.Execute();
            return result;
        }
        catch (Exception exception)
        {
            RollBack();
            if (Interrupt.IsOf(exception, cancellationToken))
            {
                throw new OperationCanceledException("The load was cancelled; the batch was rolled back.", exception, cancellationToken);
            }

            throw;
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _beginImmediate.Dispose();
        _commit.Dispose();
    }

    private void RollBack()
    {
        // SQLite has ended the transaction by itself after a full disk, an interrupted statement, or RAISE(ROLLBACK) in a trigger.
        if (database.InTransaction)
        {
            database.Execute("ROLLBACK");
        }
    }
}
