using CsvToSqlite;
using SQLitePCL;

namespace EtlKit.Benchmarks;

/// <summary>Writes events as fast as is known.</summary>
internal sealed class RawEventWriter(string path, bool upsert, int pageBytes = EventTable.LoaderPages)
    : RawTableWriter<Event>(EventTable.Open(path, withKey: upsert, pageBytes), rows => EventTable.Insert(upsert, rows))
{
    protected override int Bind(sqlite3_stmt statement, int parameter, in Event row)
    {
        BindText(statement, parameter++, row.Id);
        BindText(statement, parameter++, row.Timestamp);
        Check(raw.sqlite3_bind_double(statement, parameter++, row.Value), raw.SQLITE_OK);
        BindText(statement, parameter++, row.SourceFile);
        return parameter;
    }
}
