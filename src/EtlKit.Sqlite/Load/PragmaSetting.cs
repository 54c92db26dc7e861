namespace EtlKit.Sqlite;

/// <summary>A pragma that is set when a connection is opened.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="WhenEmpty">Whether it is set only while nothing has been written to the database.</param>
internal readonly record struct PragmaSetting(string Name, string Value, bool WhenEmpty = false);
