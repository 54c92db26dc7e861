using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>Binds the parameters of one prepared statement by position. Text goes to SQLite as UTF-8 through one buffer that is used again and again.</summary>
/// <remarks>
/// SQLite copies the text, unless <see cref="BeginRows"/> was called: then it stays in the buffer, which is why all parameters must be bound anew before the
/// statement runs again.
/// </remarks>
internal sealed unsafe class ParameterBinder(sqlite3_stmt statement)
{
    // Longer texts take a pooled buffer, so that one huge text doesn't hold its memory for the rest of the run.
    private const int BufferBytes = 16 * 1024;
    private const int MaxBytesPerChar = 3;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);

    // Set when values are bound straight through the library: the statement, and how much of the buffer its texts have taken.
    private nint _direct;
    private int _taken;

    /// <summary>Says that every parameter is bound now, and used before any is bound again.</summary>
    public void BeginRows()
    {
        _direct = NativeSqlite.IsAvailable ? statement.DangerousGetHandle() : 0;
        _taken = 0;
    }

    public void BindNull(int index) => Check(_direct != 0 ? NativeSqlite.BindNull(_direct, index) : raw.sqlite3_bind_null(statement, index));

    public void BindInteger(int index, long value) =>
        Check(_direct != 0 ? NativeSqlite.BindInt64(_direct, index, value) : raw.sqlite3_bind_int64(statement, index, value));

    public void BindReal(int index, double value) =>
        Check(_direct != 0 ? NativeSqlite.BindDouble(_direct, index, value) : raw.sqlite3_bind_double(statement, index, value));

    public void BindText(int index, ReadOnlySpan<char> value)
    {
        if (value.Length > (BufferBytes - _taken) / MaxBytesPerChar)
        {
            BindLongText(index, value);
            return;
        }

        var free = _buffer.AsSpan(_taken);
        var length = Encoding.UTF8.GetBytes(value, free);
        if (_direct != 0)
        {
            BindTaken(index, length);
        }
        else
        {
            Check(raw.sqlite3_bind_text(statement, index, free[..length]));
        }
    }

    public void BindUtf8(int index, ReadOnlySpan<byte> value)
    {
        if (_direct != 0 && value.TryCopyTo(_buffer.AsSpan(_taken)))
        {
            BindTaken(index, value.Length);
        }
        else
        {
            Check(raw.sqlite3_bind_text(statement, index, value));
        }
    }

    public void BindBlob(int index, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(statement, index, value));

    /// <summary>Binds the text that was written to the free part of the buffer.</summary>
    private void BindTaken(int index, int length)
    {
        var start = (byte*)Unsafe.AsPointer(ref _buffer[0]) + _taken;
        _taken += length;
        Check(NativeSqlite.BindText(_direct, index, start, length, 0));
    }

    private void BindLongText(int index, ReadOnlySpan<char> value)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(value));
        try
        {
            Check(raw.sqlite3_bind_text(statement, index, buffer.AsSpan(0, Encoding.UTF8.GetBytes(value, buffer))));
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
