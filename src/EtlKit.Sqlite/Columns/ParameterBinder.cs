using System.Buffers;
using System.Text;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>
/// Binds the parameters of one prepared statement by position. Text goes to SQLite as UTF-8 through one buffer that is used again and again;
/// SQLite copies it.
/// </summary>
internal sealed class ParameterBinder(sqlite3_stmt statement)
{
    // Longer texts take a pooled buffer, so that one huge text doesn't hold its memory for the rest of the run.
    private const int BufferBytes = 16 * 1024;
    private const int MaxBytesPerChar = 3;

    private readonly byte[] _buffer = new byte[BufferBytes];

    public void BindNull(int index) => Check(raw.sqlite3_bind_null(statement, index));

    public void BindInteger(int index, long value) => Check(raw.sqlite3_bind_int64(statement, index, value));

    public void BindReal(int index, double value) => Check(raw.sqlite3_bind_double(statement, index, value));

    public void BindText(int index, ReadOnlySpan<char> value)
    {
        if (value.Length <= BufferBytes / MaxBytesPerChar)
        {
            BindUtf8(index, _buffer.AsSpan(0, Encoding.UTF8.GetBytes(value, _buffer)));
        }
        else
        {
            BindLongText(index, value);
        }
    }

    public void BindUtf8(int index, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_text(statement, index, value));

    public void BindBlob(int index, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(statement, index, value));

    private void BindLongText(int index, ReadOnlySpan<char> value)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(value));
        try
        {
            BindUtf8(index, buffer.AsSpan(0, Encoding.UTF8.GetBytes(value, buffer)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw SqliteErrors.OfBinding(code);
        }
    }
}
