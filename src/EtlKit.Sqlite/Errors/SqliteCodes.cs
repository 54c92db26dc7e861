namespace EtlKit.Sqlite;

/// <summary>Extended result codes of SQLite that its binding doesn't name.</summary>
internal static class SqliteCodes
{
    public const int ReadOnlyCantInit = 1288;
    public const int ReadOnlyDirectory = 1544;
    public const int IoErrorData = 8202;
    public const int IoErrorCorruptFileSystem = 8458;
}
