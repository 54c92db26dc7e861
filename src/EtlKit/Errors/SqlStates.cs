namespace EtlKit;

/// <summary>What the SQLSTATEs of databases mean. See <see cref="DbErrors"/> for where that is taken from.</summary>
internal static class SqlStates
{
    private const int Length = 5;
    private const int ClassLength = 2;

    /// <summary>The kind of error; null when it isn't known, or there is no SQLSTATE.</summary>
    public static ErrorKind? KindOf(string? state) => state?.Length != Length ? null : state switch
    {
        // What was committed isn't known, or the two sides don't understand each other.
        "08007" or "40003" or "08P01" => ErrorKind.Fatal,

        // The same call would meet the same limit.
        "53100" or "53400" => ErrorKind.Fatal,

        "40002" or "44000" or "45000" or "54000" or "P0001" => ErrorKind.Data,
        "25P03" or "55006" or "55P03" or "57P01" or "57P02" or "57P03" or "57P05" => ErrorKind.Transient,
        _ => state[..ClassLength] switch
        {
            "22" or "23" => ErrorKind.Data,
            "08" or "40" or "53" => ErrorKind.Transient,
            "28" or "42" or "58" or "XX" => ErrorKind.Fatal,
            _ => null,
        },
    };

    /// <summary>What an error of data is called.</summary>
    public static string NameOf(string state) => state switch
    {
        "22001" => "a text is too long",
        "22003" => "a number is out of range",
        "22007" or "22008" => "a date or time is not valid",
        "22012" => "a division by zero",
        "22021" or "22P05" => "a text has characters that its column can't hold",
        "23001" or "23503" => "a foreign key is broken",
        "23502" => "a value is missing",
        "23505" => "a key is there already",
        "23514" or "44000" => "a check is broken",
        "23P01" => "an exclusion constraint is broken",
        "45000" or "P0001" => "the database has raised an error of its own",
        "54000" => "the row is too large",
        _ => state.StartsWith("22", StringComparison.Ordinal) ? "a value doesn't fit" : "a constraint is broken",
    };
}
