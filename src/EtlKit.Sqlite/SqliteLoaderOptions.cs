using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace EtlKit.Sqlite;

/// <summary>How a <see cref="SqliteLoader"/> stores rows. The loader reads it once, when it is made.</summary>
/// <typeparam name="T">The type of the rows.</typeparam>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class SqliteLoaderOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>
{
    internal SqliteLoaderOptions()
    {
    }

    /// <summary>Gets or sets whether the table is created when it is missing.</summary>
    /// <value>The default is <see langword="true"/>. When it is <see langword="false"/>, a missing table fails the run before it starts.</value>
    public bool CreateTable { get; set; } = true;

    /// <summary>Gets or sets whether a table that is created is one <c>WITHOUT ROWID</c>: stored in the order of its key, which it must have.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool WithoutRowId { get; set; }

    /// <summary>
    /// Gets or sets whether an upsert leaves a row alone that is already there with the same values, and counts it as
    /// <see cref="LoadResult.Unchanged"/> instead of writing it again.
    /// </summary>
    /// <value>The default is <see langword="false"/>: comparing costs time, and pays when most rows are unchanged.</value>
    public bool SkipUnchanged { get; set; }

    /// <summary>
    /// Gets or sets whether an upsert or insert-or-ignore may write the rows of a batch in the order of their key, where keys come in no order of their own. It
    /// makes random keys several times as fast, the more the larger batches are: see <see cref="PipelineOptions.LargeBatchSize"/>.
    /// </summary>
    /// <value>
    /// The default is <see langword="true"/>. Of two rows with one key the later one still wins. Rows are never sorted where that could make a difference: with
    /// triggers, conflict clauses, other unique indexes, references of the table to itself, collations other than <c>BINARY</c>, databases of UTF-16, or keys of types
    /// other than <see cref="string"/>, <see cref="Utf8Text"/>, <see cref="int"/>, <see cref="long"/> and <see cref="Guid"/>; <see cref="int"/> and <see cref="long"/> must not be nullable.
    /// </value>
    public bool SortByKey { get; set; } = true;

    /// <summary>
    /// Gets or sets whether a replace may set off what is attached to deleting the old rows: DELETE triggers of the table, and foreign keys of other
    /// tables that cascade or set their columns.
    /// </summary>
    /// <value>The default is <see langword="false"/>: opening fails when there are any, because they would change other tables.</value>
    public bool AllowDeleteEffects { get; set; }

    /// <summary>
    /// Gets or sets how long SQLite waits for the lock of another connection before a batch fails as transient and is left to the pipeline's retries.
    /// </summary>
    /// <value>The default is 250 milliseconds; it is short because this wait can't be cancelled. Whole milliseconds, from zero up.</value>
    public TimeSpan BusyTimeout { get; set; } = SqliteDefaults.BusyTimeout;

    /// <summary>
    /// Gets or sets what turns the name of a property into the name of its column, such as <c>JsonNamingPolicy.SnakeCaseLower.ConvertName</c>.
    /// </summary>
    /// <value><see langword="null"/> (the default) for the name as it is. A name in a <see cref="SqliteColumnAttribute"/> comes first.</value>
    public Func<string, string>? NameColumn { get; set; }

    internal List<ColumnSpec<T>> Columns { get; } = [];

    internal List<string> KeyColumns { get; } = [];

    internal List<IndexSpec> Indexes { get; } = [];

    internal HashSet<string> Ignored { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string?> Pragmas { get; } = new(SqliteDefaults.Pragmas, StringComparer.OrdinalIgnoreCase);

    internal List<string> Problems { get; } = [];

    /// <summary>Adds a column. As soon as one is added, the properties of the row are not looked at any more: the columns are those that were added.</summary>
    /// <typeparam name="TValue">The type of its values: any that the package's type mapping lists, or an enum, or the nullable form of either.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="value">Takes its value from a row. The writer calls it for every row; for text and blobs the producers do so too, concurrently, to tell the size of a row.</param>
    /// <param name="type">The type to declare when the table is created; <see langword="null"/> for the one that fits.</param>
    /// <param name="notNull">Whether to declare it <c>NOT NULL</c> when the table is created; <see langword="null"/> for: when it belongs to the key.</param>
    /// <param name="key">Whether it belongs to the key, unless the loader is given a key.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="value"/> is <see langword="null"/>.</exception>
    /// <remarks>A wrong name or type is reported with all other problems when the loader is made.</remarks>
    public SqliteLoaderOptions<T> Column<TValue>(string name, Func<T, TValue> value, string? type = null, bool? notNull = null, bool key = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        var valueType = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        var column = valueType.IsEnum ? EnumColumn.FromDelegate(name, value, valueType) : ColumnMakers<T>.Find(typeof(TValue))?.FromDelegate(name, value);
        if (column is null)
        {
            Problems.Add(
                $"the column \"{name}\" has values of type {typeof(TValue)}, which has no counterpart in SQLite: "
                + "let its delegate return a type that has one, such as string, long, double or byte[]");
        }
        else
        {
            Columns.Add(new ColumnSpec<T>(column, Member: null, type, notNull, key));
        }

        return this;
    }

    /// <summary>Leaves properties out.</summary>
    /// <param name="properties">The names of the properties.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="properties"/> is <see langword="null"/>.</exception>
    public SqliteLoaderOptions<T> Ignore(params ReadOnlySpan<string> properties)
    {
        foreach (var property in properties)
        {
            if (typeof(T).GetProperty(property) is null)
            {
                Problems.Add($"Ignore(\"{property}\") names no public property of {typeof(T)}: correct the name or remove it");
            }

            Ignored.Add(property);
        }

        return this;
    }

    /// <summary>Sets the columns of the key by their names. It comes before columns that are marked as belonging to the key.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <returns>These options.</returns>
    public SqliteLoaderOptions<T> Key(params ReadOnlySpan<string> columns)
    {
        KeyColumns.Clear();
        KeyColumns.AddRange(columns);
        return this;
    }

    /// <summary>Sets the key by the members of the row.</summary>
    /// <param name="key">Names one member, <c>e => e.Id</c>, or several, <c>e => new { e.Year, e.Number }</c>.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    public SqliteLoaderOptions<T> Key(Expression<Func<T, object?>> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        KeyColumns.Clear();
        KeyMembers = KeySelector.GetMembers(key, Problems);
        return this;
    }

    /// <summary>Creates an index when it is missing, named <c>ix_</c>, the table and the columns.</summary>
    /// <param name="columns">The names of its columns.</param>
    /// <returns>These options.</returns>
    public SqliteLoaderOptions<T> Index(params ReadOnlySpan<string> columns) => AddIndex(columns, isUnique: false);

    /// <summary>Creates a unique index when it is missing, named <c>ux_</c>, the table and the columns.</summary>
    /// <param name="columns">The names of its columns.</param>
    /// <returns>These options.</returns>
    public SqliteLoaderOptions<T> UniqueIndex(params ReadOnlySpan<string> columns) => AddIndex(columns, isUnique: true);

    /// <summary>Sets a pragma of the connection, or keeps the loader from setting one.</summary>
    /// <param name="name">Its name, such as <c>cache_size</c>.</param>
    /// <param name="value">Its value, such as <c>-65536</c>; <see langword="null"/> leaves it as SQLite has it.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    /// <remarks>
    /// By default <c>journal_mode</c> is <c>WAL</c>, <c>synchronous</c> is <c>NORMAL</c>, and <c>page_size</c> is <c>16384</c> bytes for a database that is still empty,
    /// unless the connection string has a key: libraries that encrypt need the same size each time.
    /// </remarks>
    public SqliteLoaderOptions<T> Pragma(string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Pragmas[name] = value;
        return this;
    }

    internal IReadOnlyList<string> KeyMembers { get; private set; } = [];

    private SqliteLoaderOptions<T> AddIndex(ReadOnlySpan<string> columns, bool isUnique)
    {
        if (columns.IsEmpty)
        {
            Problems.Add("an index has no columns: name at least one");
        }
        else
        {
            Indexes.Add(new IndexSpec(columns.ToArray(), isUnique));
        }

        return this;
    }
}
