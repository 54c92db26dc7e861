namespace EtlKit.Sqlite;

/// <summary>A savepoint, to undo a part of a transaction. While it is there, SQLite copies every page that it touches for the first time.</summary>
internal sealed class Savepoint(Database database) : IDisposable
{
    private readonly Statement _set = database.Prepare("SAVEPOINT etlkit");
    private readonly Statement _rollBack = database.Prepare("ROLLBACK TO etlkit");
    private readonly Statement _release = database.Prepare("RELEASE etlkit");

    public void Set() => _set.Execute();

    public void Release() => _release.Execute();

    /// <summary>Undoes what was done since <see cref="Set"/>, and removes the savepoint.</summary>
    public void RollBack()
    {
        _rollBack.Execute();
        _release.Execute();
    }

    public void Dispose()
    {
        _set.Dispose();
        _rollBack.Dispose();
        _release.Dispose();
    }
}
