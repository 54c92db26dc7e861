using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>The clean file that is polluted: a header and rows with every kind of field, one of them with a line break.</summary>
internal static class CleanTable
{
    public const string Header = "id,name,note,amount";

    /// <summary>The index of the row that takes two lines.</summary>
    public const int TwoLines = 8;

    /// <summary>The indexes of the rows with letters beyond ASCII.</summary>
    public static readonly int[] Accented = [2, 9];

    public static readonly string[] Records =
    [
        "1,Anna,first,1.5",
        "2,Bob,\"a, b\",2.5",
        "3,Zoë,ünï,3.5",
        "4,\"Dave\",\"say \"\"hi\"\"\",4.5",
        "5,Eve,,5.5",
        "6,Frank,\"\",6.5",
        "7,Grace,plain,7.5",
        "8,Heidi,plain,8.5",
        "9,Ivan,\"two\nlines\",9.5",
        "10,José,ça va,10.5",
        "11,Karl,plain,11.5",
        "12,Lena,last,12.5",
    ];

    /// <summary>The rows that a reader of the clean file gets.</summary>
    public static readonly string[] Rows =
    [
        "1|Anna|first|1.5", "2|Bob|a, b|2.5", "3|Zoë|ünï|3.5", "4|Dave|say \"hi\"|4.5", "5|Eve||5.5", "6|Frank||6.5", "7|Grace|plain|7.5",
        "8|Heidi|plain|8.5", "9|Ivan|two\nlines|9.5", "10|José|ça va|10.5", "11|Karl|plain|11.5", "12|Lena|last|12.5",
    ];

    /// <summary>Reads a record by the names of its columns, as mappings do, and lets none pass that isn't of this table.</summary>
    public static TransformResult<string> Map(CsvRow row)
    {
        var (name, note, amount) = (row["name"].ToString(), row["note"].ToString(), row["amount"].ToString());
        return row["id"].TryParse<int>(out var id) ? $"{id}|{name}|{note}|{amount}" : TransformResult.Reject("id is not a number");
    }
}
