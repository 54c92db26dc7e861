using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite;

/// <summary>The loader behind <see cref="SqliteLoader"/>. It holds no connection: each run opens its own.</summary>
internal sealed class TableLoader<T> : ILoader<T>, IRowSizer<T>, IRejectStore, ITargetProbe
{
    private readonly LoadPlan<T> _plan;
    private readonly Column<T>[] _sizedColumns;
    private readonly int _fixedSize;
    private readonly RejectReader _rejects;

    public TableLoader(LoadPlan<T> plan)
    {
        _plan = plan;
        _rejects = new RejectReader(plan.ConnectionString, plan.Pragmas.FirstOrDefault(pragma => pragma.Name == "busy_timeout").Value ?? "0", plan.Table);
        _sizedColumns = [.. plan.Columns.Select(column => column.Column).Where(column => column.HasSize)];
        _fixedSize = RowSize.ObjectBytes + (RowSize.ValueBytes * plan.Columns.Length);
    }

    public string Name => $"SQLite {_plan.Table}";

    public LoaderCapabilities Capabilities => _plan.Mode switch
    {
        LoadMode.Append => LoaderCapabilities.Transactional,
        LoadMode.Replace => LoaderCapabilities.Idempotent,
        _ => LoaderCapabilities.Transactional | (_plan.KnowsDuplicates ? LoaderCapabilities.Idempotent : LoaderCapabilities.None),
    };

    public int GetSize(T row)
    {
        long size = _fixedSize;
        foreach (var column in _sizedColumns)
        {
            try
            {
                size += column.SizeOf(row);
            }
            catch (Exception exception) when (ColumnException.IsOfRow(exception))
            {
                // Not here, where it would fail the row's source: the write meets it again, and refuses the row.
                return _fixedSize;
            }
        }

        return (int)Math.Min(size, int.MaxValue);
    }

    public ErrorKind Classify(Exception exception) => SqliteErrors.Classify(exception);

    public Rejection DescribeRefusal(Exception exception) => exception switch
    {
        ColumnException error => new Rejection(error.Reason),

        // SQLite's own words, which name the constraint and hold no values.
        SqliteLoaderException { InnerException: SqliteException error } => OfSqlite(error),
        SqliteException error => OfSqlite(error),
        _ => new Rejection(exception.Message),
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
            return new(Open(context));
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, ILoadSession<T>>(exception, _plan, "the table could not be opened", cancellationToken);
        }
    }

    public ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            DatabaseProbe.Run(_plan.ConnectionString);
            return default;
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail(exception, _plan, "the database can't be reached", cancellationToken);
        }
    }

    public ValueTask<RejectStoreSize> MeasureRejectsAsync(string pipeline, CancellationToken cancellationToken)
    {
        try
        {
            return new(_rejects.Measure(pipeline));
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, RejectStoreSize>(exception, _plan, "the stored rejects could not be counted", cancellationToken);
        }
    }

    public IAsyncEnumerable<string> ListRejectedSourcesAsync(string pipeline, CancellationToken cancellationToken) =>
        _rejects.ListSources(pipeline).ToAsyncEnumerable();

    public IAsyncEnumerable<DeadLetter> ReadRejectsAsync(string pipeline, string source, CancellationToken cancellationToken) =>
        _rejects.Read(pipeline, source).ToAsyncEnumerable();

    private static Rejection OfSqlite(SqliteException error) =>
        new(error.Message) { Code = error.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture) };

    private ILoadSession<T> Open(LoadContext context)
    {
        var database = new Database(_plan.ConnectionString);
        try
        {
            var schema = Target.Prepare(database, _plan, context.Logger);
            return _plan.Mode == LoadMode.Replace ? new ReplaceSession<T>(_plan, schema, database) : new TableSession<T>(_plan, schema, database, context);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
