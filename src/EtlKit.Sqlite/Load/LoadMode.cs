namespace EtlKit.Sqlite;

/// <summary>What a loader does with the rows that are in the target already.</summary>
internal enum LoadMode
{
    Append,
    Upsert,
    InsertOrIgnore,
    Replace,
}
