using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace EtlKit.Comparison;

/// <summary>Counts the statements that SQLite runs, on all connections that are opened after <see cref="Count"/>, whoever opens them.</summary>
/// <remarks>SQLite calls an automatic extension for each connection that it opens; this one asks to be told of each statement.</remarks>
internal static unsafe partial class SqliteStatements
{
    private const string Library = "e_sqlite3";
    private const uint TraceStatements = 1;

    private static long _counted;

    public static long Counted => Interlocked.Read(ref _counted);

    public static void Count()
    {
        Batteries_V2.Init();
        if (AddAutomaticExtension(&Opened) != raw.SQLITE_OK)
        {
            throw new InvalidOperationException("SQLite doesn't take the extension that counts statements.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Opened(nint database, byte** error, nint functions) => Trace(database, TraceStatements, &Started, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Started(uint what, nint context, nint statement, nint text)
    {
        Interlocked.Increment(ref _counted);
        return 0;
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_auto_extension")]
    private static partial int AddAutomaticExtension(delegate* unmanaged[Cdecl]<nint, byte**, nint, int> extension);

    [LibraryImport(Library, EntryPoint = "sqlite3_trace_v2")]
    private static partial int Trace(nint database, uint mask, delegate* unmanaged[Cdecl]<uint, nint, nint, nint, int> callback, nint context);
}
