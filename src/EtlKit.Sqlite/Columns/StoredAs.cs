namespace EtlKit.Sqlite;

/// <summary>The storage class in which the values of a column are bound.</summary>
internal enum StoredAs
{
    Integer,
    Real,

    /// <summary>Text that may look like a number, so that a numeric column would change it.</summary>
    Text,

    /// <summary>Text that never looks like a number, such as a date: a numeric column leaves it as it is.</summary>
    FormattedText,
    Blob,
}
