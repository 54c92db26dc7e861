namespace EtlKit.Comparison;

/// <summary>In what the variants of a scenario are compared.</summary>
internal enum Unit
{
    /// <summary>Rows a second: more is better.</summary>
    RowsPerSecond,

    /// <summary>Milliseconds: less is better.</summary>
    Milliseconds,
}
