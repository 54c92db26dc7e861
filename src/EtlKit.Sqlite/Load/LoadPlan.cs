using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite;

/// <summary>All that a loader was told, checked and never changed again. Safe for concurrent use.</summary>
internal sealed class LoadPlan<T>
{
    public required string ConnectionString { get; init; }

    public required string Table { get; init; }

    public required LoadMode Mode { get; init; }

    public required ColumnSpec<T>[] Columns { get; init; }

    /// <summary>The columns of the key, in its order; empty when there is none.</summary>
    public required ColumnSpec<T>[] Key { get; init; }

    public required IndexSpec[] Indexes { get; init; }

    public required PragmaSetting[] Pragmas { get; init; }

    public required bool CreateTable { get; init; }

    public required bool WithoutRowId { get; init; }

    public required bool SkipUnchanged { get; init; }

    public required bool SortByKey { get; init; }

    public required bool AllowDeleteEffects { get; init; }

    /// <summary>
    /// Whether a row that is in the table already is always known again: by a key or a unique index. A column that was declared to take NULLs spoils that:
    /// they are never duplicates.
    /// </summary>
    public bool KnowsDuplicates => (Key.Length > 0 || Indexes.Any(index => index.IsUnique)) && Key.All(column => column.NotNull != false);

    /// <summary>The database for messages: without the password that the connection string may hold.</summary>
    public string Database => ConnectionText.NameOf(new SqliteConnectionStringBuilder(ConnectionString).DataSource);
}
