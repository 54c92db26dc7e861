using EtlKit.Sqlite;

namespace EtlKit.Faults.Tests;

/// <summary>A row of the table.</summary>
internal sealed record Item([property: SqliteColumn("id")] string Id, [property: SqliteColumn("value")] int Value);
