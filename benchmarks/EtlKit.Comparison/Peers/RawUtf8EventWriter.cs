using SQLitePCL;

namespace EtlKit.Comparison;

/// <summary>Does what <see cref="RawEventWriter"/> does with events whose texts are UTF-8 already.</summary>
internal sealed class RawUtf8EventWriter(string path)
    : RawTableWriter<Utf8Event>(EventTable.Open(path, withKey: true, EventTable.LoaderPages), rows => EventTable.Insert(upsert: true, rows))
{
    protected override int Bind(sqlite3_stmt statement, int parameter, in Utf8Event row)
    {
        BindText(statement, parameter++, row.Id.Span);
        BindText(statement, parameter++, row.Timestamp.Span);
        Check(raw.sqlite3_bind_double(statement, parameter++, row.Value), raw.SQLITE_OK);
        BindText(statement, parameter++, row.SourceFile);
        return parameter;
    }
}
