using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EtlKit.Sqlite;

/// <summary>The loader behind <see cref="SqliteLoader"/>. It holds no connection: each run opens its own.</summary>
internal sealed class TableLoader<T> : ILoader<T>, IRowSizer<T>
{
    private readonly LoadPlan<T> _plan;
    private readonly Column<T>[] _sizedColumns;
    private readonly int _fixedSize;

    public TableLoader(LoadPlan<T> plan)
    {
        _plan = plan;
        _sizedColumns = [.. plan.Columns.Select(column => column.Column).Where(column => column.HasSize)];
        _fixedSize = RowSize.ObjectBytes + (RowSize.ValueBytes * plan.Columns.Length);
    }

    public string Name => $"SQLite {_plan.Table}";

    public int GetSize(T row)
    {
        long size = _fixedSize;
        foreach (var column in _sizedColumns)
        {
            size += column.SizeOf(row);
        }

        return (int)Math.Min(size, int.MaxValue);
    }

    public ErrorKind Classify(Exception exception) => exception switch
    {
        SqliteLoaderException error => SqliteErrors.Classify(error.SqliteErrorCode),
        SqliteException error => SqliteErrors.Classify(error.SqliteErrorCode),
        _ => ErrorKind.Fatal,
    };

    public ValueTask<ILoadSession<T>> OpenAsync(LoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ILoadSession<T>>(cancellationToken);
        }

        try
        {
            return new(Open(context.Logger));
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, ILoadSession<T>>(exception, _plan, "the table could not be opened", cancellationToken);
        }
    }

    private ILoadSession<T> Open(ILogger logger)
    {
        var database = new Database(_plan.ConnectionString);
        try
        {
            var schema = Target.Prepare(database, _plan, logger);
            return _plan.Mode == LoadMode.Replace ? new ReplaceSession<T>(_plan, schema, database) : new TableSession<T>(_plan, schema, database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
