namespace EtlKit.Sqlite;

/// <summary>Says how a property is stored by a <see cref="SqliteLoader"/> whose columns are the public properties of the row.</summary>
/// <remarks>On the parameter of a positional record it is written <c>[property: SqliteColumn("ts")]</c>.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SqliteColumnAttribute : Attribute
{
    /// <summary>Stores the property in the column of its own name.</summary>
    public SqliteColumnAttribute()
    {
    }

    /// <summary>Stores the property in a column.</summary>
    /// <param name="name">The name of the column.</param>
    public SqliteColumnAttribute(string name) => Name = name;

    /// <summary>Gets the name of the column.</summary>
    /// <value><see langword="null"/> (the default) for the name of the property.</value>
    public string? Name { get; }

    /// <summary>Gets or sets the type that the column is declared with when the table is created, such as <c>TEXT COLLATE NOCASE</c>.</summary>
    /// <value><see langword="null"/> (the default) for the type that fits the property.</value>
    public string? Type { get; set; }

    /// <summary>Gets or sets whether the column is declared <c>NOT NULL</c> when the table is created.</summary>
    /// <value>The default is <see langword="false"/>; a key column is always declared so.</value>
    public bool NotNull { get; set; }

    /// <summary>Gets or sets whether the column belongs to the key, in the order of the properties, unless the loader is given a key.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Key { get; set; }

    /// <summary>Gets or sets whether the property is not stored at all.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Ignore { get; set; }
}
