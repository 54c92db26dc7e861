using System.Runtime.InteropServices;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>
/// Calls of SQLite's library for what is done with every value, straight through its exports. Through the provider, each costs a transition of the garbage
/// collector, two counts of a handle, and for text a copy on SQLite's heap: together about a tenth of the time that a row takes.
/// </summary>
/// <remarks>
/// Used once a connection is open. Where the library can't be found by its name, as when it is linked into the program, the provider does it all.
/// </remarks>
internal static unsafe class NativeSqlite
{
    private static readonly nint Library = Load();

    // All of these end at once: no lock is waited for, because the writer has the connection to itself.
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int> BindNull =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int>)Find("sqlite3_bind_null");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long, int> BindInt64 =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long, int>)Find("sqlite3_bind_int64");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double, int> BindDouble =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double, int>)Find("sqlite3_bind_double");

    /// <summary>Binds text that stays where it is until the parameter is bound again; the last argument is <c>SQLITE_STATIC</c>, 0.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int> BindText =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int>)Find("sqlite3_bind_text");

    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> GetMutex =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Find("sqlite3_db_mutex");

    private static readonly delegate* unmanaged[Cdecl]<nint, void> EnterMutex = (delegate* unmanaged[Cdecl]<nint, void>)Find("sqlite3_mutex_enter");

    private static readonly delegate* unmanaged[Cdecl]<nint, void> LeaveMutex = (delegate* unmanaged[Cdecl]<nint, void>)Find("sqlite3_mutex_leave");

    // Not one of those that end at once: it asks the file system.
    private static readonly delegate* unmanaged[Cdecl]<nint, nint, int, int*, int> FileControl =
        (delegate* unmanaged[Cdecl]<nint, nint, int, int*, int>)Find("sqlite3_file_control");

    /// <summary>Whether the library was found.</summary>
    public static bool IsAvailable { get; } = BindNull != null && BindInt64 != null && BindDouble != null && BindText != null
        && GetMutex != null && EnterMutex != null && LeaveMutex != null;

    /// <summary>Takes the connection's mutex for this thread. SQLite takes it for every call, which is cheap for the thread that has it.</summary>
    public static ConnectionMutex Enter(sqlite3 connection)
    {
        var mutex = IsAvailable ? GetMutex(connection.DangerousGetHandle()) : 0;
        if (mutex != 0)
        {
            EnterMutex(mutex);
        }

        return new ConnectionMutex(mutex);
    }

    /// <summary>
    /// Asks SQLite whether the file of the main database is no longer the one at its path. Never, where SQLite doesn't know, or the library was not found.
    /// </summary>
    public static bool HasMoved(sqlite3 connection)
    {
        const int HasMovedControl = 20; // SQLITE_FCNTL_HAS_MOVED
        var hasMoved = 0;
        return FileControl != null
            && FileControl(connection.DangerousGetHandle(), 0, HasMovedControl, &hasMoved) == raw.SQLITE_OK
            && hasMoved != 0;
    }

    private static nint Find(string export) => Library != 0 && NativeLibrary.TryGetExport(Library, export, out var address) ? address : 0;

    private static nint Load() => NativeLibrary.TryLoad(raw.GetNativeLibraryName(), typeof(raw).Assembly, searchPath: null, out var library) ? library : 0;

    /// <summary>A mutex that this thread has, until it is disposed.</summary>
    public readonly ref struct ConnectionMutex(nint mutex)
    {
        public void Dispose()
        {
            if (mutex != 0)
            {
                LeaveMutex(mutex);
            }
        }
    }
}
