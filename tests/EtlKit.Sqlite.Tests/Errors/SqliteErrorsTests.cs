using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite.Tests;

public sealed class SqliteErrorsTests
{
    private const int CommitHook = 19 | (2 << 8);

    private static readonly int[] Transient =
    [
        5, 5 | (1 << 8), 5 | (2 << 8), 5 | (3 << 8), // BUSY, _RECOVERY, _SNAPSHOT, _TIMEOUT
        6, 6 | (1 << 8), 6 | (2 << 8), // LOCKED, _SHAREDCACHE, _VTAB
        15, // PROTOCOL
        17, // SCHEMA
    ];

    private static readonly int[] Data =
    [
        18, // TOOBIG
        19, 19 | (1 << 8), 19 | (3 << 8), 19 | (4 << 8), 19 | (5 << 8), 19 | (6 << 8), // CONSTRAINT, _CHECK, _FOREIGNKEY, _FUNCTION, _NOTNULL, _PRIMARYKEY
        19 | (7 << 8), 19 | (8 << 8), 19 | (9 << 8), 19 | (10 << 8), 19 | (11 << 8), 19 | (12 << 8), // _TRIGGER, _UNIQUE, _VTAB, _ROWID, _PINNED, _DATATYPE
        20, // MISMATCH
    ];

    [Fact]
    public void Classify_EveryCode_IsDecided()
    {
        // The primary codes of sqlite.org/rescode.html are 1 to 28; the most extended ones that one of them has is 34.
        foreach (var primary in Enumerable.Range(1, 28))
        {
            foreach (var extended in Enumerable.Range(0, 35))
            {
                // What SQLite may add one day is what its primary code is.
                var code = primary | (extended << 8);
                var expected = code == CommitHook ? ErrorKind.Fatal
                    : Transient.Contains(code) || Transient.Contains(primary) ? ErrorKind.Transient
                    : Data.Contains(code) || Data.Contains(primary) ? ErrorKind.Data
                    : ErrorKind.Fatal;
                SqliteErrors.Classify(code).Should().Be(expected, "the code is {0} with {1}", primary, extended);
            }
        }
    }

    [Fact]
    public void Classify_SqliteExceptionInside_IsFoundAtAnyDepth()
    {
        var busy = new SqliteException("database is locked", 5);

        SqliteErrors.Classify(new InvalidOperationException("outer", new AggregateException(busy))).Should().Be(ErrorKind.Transient);
        SqliteErrors.Classify(new InvalidOperationException("outer")).Should().Be(ErrorKind.Fatal);
        SqliteErrors.Classify(new ColumnException("c", busy)).Should().Be(ErrorKind.Data, "a column that throws is the row's fault, whatever it throws");
    }

    [Theory]
    [InlineData(13, 0, "make room")]
    [InlineData(8, 0, "can't be written: check the permissions")]
    [InlineData(8, 1, "must be recovered first")]
    [InlineData(8, 3, "must be recovered first")]
    [InlineData(8, 4, "deleted, moved or replaced")]
    [InlineData(8, 5, "files -wal, -shm and -journal")]
    [InlineData(8, 6, "files -wal, -shm and -journal")]
    [InlineData(14, 0, "check that its directory exists")]
    [InlineData(14, 1, "SQLITE_TMPDIR")]
    [InlineData(14, 2, "There is a directory of that name")]
    [InlineData(10, 12, "There is no memory left")]
    [InlineData(10, 33, "restore it from a backup")]
    [InlineData(10, 32, "restore it from a backup")]
    [InlineData(10, 3, "check the disk")]
    [InlineData(11, 0, "restore it from a backup")]
    [InlineData(26, 0, "not a SQLite database, or it is encrypted")]
    [InlineData(5, 0, "raise RetryTimeout")]
    [InlineData(1, 0, "run again")]
    [InlineData(22, 0, "larger than its file system takes")]
    [InlineData(2, 0, "before the cause is mended")]
    public void Explain_Code_SaysWhatToDoAndTheCode(int primary, int extended, string expected)
    {
        var code = primary | (extended << 8);
        var error = SqliteErrors.Explain(new SqliteException("what SQLite says", primary, code), "events", "x.db", "batch 3 was not loaded");

        error.Message.Should().StartWith($"SQLite events: batch 3 was not loaded: what SQLite says (code {code}). ").And.Contain(expected).And.EndWith("The database is \"x.db\".");
        error.SqliteExtendedErrorCode.Should().Be(code);
    }
}
