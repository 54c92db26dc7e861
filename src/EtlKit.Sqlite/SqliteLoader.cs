using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace EtlKit.Sqlite;

/// <summary>Makes loaders that write rows to a table of a SQLite database.</summary>
/// <remarks>
/// The loaders are safe for concurrent use; each run opens a connection of its own. The columns are the public properties of the row, unless they are
/// given by <see cref="SqliteLoaderOptions{T}.Column{TValue}"/>. Each batch is one transaction, and what a run has loaded is synced to the disk before
/// the run succeeds.
/// <para>
/// Sessions of Append, Upsert and InsertOrIgnore are transactional (<see cref="ITransactionalLoadSession{TRow}"/>): rows that break a constraint are
/// rejected, the others of their batch are stored, and checkpoints are committed together with the rows, in the table <c>etlkit_checkpoints</c> of the
/// same database. Those of Replace are not: a row that breaks a constraint fails the run.
/// </para>
/// <para>All methods throw an <see cref="ArgumentException"/> that lists everything that is wrong with the arguments and options.</para>
/// </remarks>
public static class SqliteLoader
{
    /// <summary>Makes a loader that inserts rows, and updates those whose key is in the table already. Of two rows with one key the later one wins.</summary>
    /// <typeparam name="T">The type of the rows.</typeparam>
    /// <param name="connectionString">The database, such as <c>Data Source=example.db</c>.</param>
    /// <param name="table">The table, created when it is missing.</param>
    /// <param name="key">Names one member of the row, <c>e => e.Id</c>, or several, <c>e => new { e.Year, e.Number }</c>.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentException">Something about the arguments or options is wrong; the message lists everything.</exception>
    /// <remarks>
    /// The table needs a primary key or a unique index over exactly the key. A row whose key has a <see langword="null"/> is never a duplicate in SQLite.
    /// </remarks>
    public static ILoader<T> Upsert<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string connectionString,
        string table,
        Expression<Func<T, object?>> key,
        Action<SqliteLoaderOptions<T>>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Make(connectionString, table, LoadMode.Upsert, key, configure);
    }

    /// <summary>Makes a loader that inserts rows, and updates those whose key is in the table already; the options or attributes say what the key is.</summary>
    /// <inheritdoc cref="Upsert{T}(string, string, Expression{Func{T, object}}, Action{SqliteLoaderOptions{T}})"/>
    public static ILoader<T> Upsert<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string connectionString,
        string table,
        Action<SqliteLoaderOptions<T>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Make(connectionString, table, LoadMode.Upsert, key: null, configure);
    }

    /// <summary>Makes a loader that inserts rows; a row that breaks a unique key is rejected.</summary>
    /// <typeparam name="T">The type of the rows.</typeparam>
    /// <param name="connectionString">The database, such as <c>Data Source=example.db</c>.</param>
    /// <param name="table">The table, created when it is missing.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentException">Something about the arguments or options is wrong; the message lists everything.</exception>
    public static ILoader<T> Append<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string connectionString,
        string table,
        Action<SqliteLoaderOptions<T>>? configure = null)
        => Make(connectionString, table, LoadMode.Append, key: null, configure);

    /// <summary>
    /// Makes a loader that inserts rows, and ignores those that are in the table already; they count as <see cref="LoadResult.Ignored"/>. A row that
    /// breaks another constraint, NOT NULL say, is rejected.
    /// </summary>
    /// <typeparam name="T">The type of the rows.</typeparam>
    /// <param name="connectionString">The database, such as <c>Data Source=example.db</c>.</param>
    /// <param name="table">The table, created when it is missing.</param>
    /// <param name="key">
    /// The key by which a row is known, as in <c>Upsert</c>; <see langword="null"/> (the default) for any primary key or unique index of the table.
    /// </param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentException">Something about the arguments or options is wrong; the message lists everything.</exception>
    public static ILoader<T> InsertOrIgnore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string connectionString,
        string table,
        Expression<Func<T, object?>>? key = null,
        Action<SqliteLoaderOptions<T>>? configure = null)
        => Make(connectionString, table, LoadMode.InsertOrIgnore, key, configure);

    /// <summary>
    /// Makes a loader that replaces all rows of the table, in one transaction at the end of the run: until then, and when the run fails or is cancelled,
    /// the table is as it was.
    /// </summary>
    /// <typeparam name="T">The type of the rows.</typeparam>
    /// <param name="connectionString">The database, such as <c>Data Source=example.db</c>.</param>
    /// <param name="table">The table, created when it is missing.</param>
    /// <param name="key">
    /// The key by which of two rows the later one wins, as in <c>Upsert</c>; <see langword="null"/> (the default) when there are no duplicates.
    /// </param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentException">Something about the arguments or options is wrong; the message lists everything.</exception>
    /// <remarks>
    /// The rows wait in a temporary table, which takes as much room in SQLite's directory for temporary files as the rows need. Constraints are checked
    /// when they are swapped in: a row that breaks one fails the run.
    /// </remarks>
    public static ILoader<T> Replace<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string connectionString,
        string table,
        Expression<Func<T, object?>>? key = null,
        Action<SqliteLoaderOptions<T>>? configure = null)
        => Make(connectionString, table, LoadMode.Replace, key, configure);

    private static TableLoader<T> Make<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string connectionString,
        string table,
        LoadMode mode,
        Expression<Func<T, object?>>? key,
        Action<SqliteLoaderOptions<T>>? configure)
    {
        var options = new SqliteLoaderOptions<T>();
        if (key is not null)
        {
            options.Key(key);
        }

        configure?.Invoke(options);
        return new TableLoader<T>(LoadPlanner.Plan(connectionString, table, mode, options));
    }
}
