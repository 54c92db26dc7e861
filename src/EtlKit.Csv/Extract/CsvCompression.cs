namespace EtlKit.Csv;

/// <summary>How the bytes of a CSV source are compressed.</summary>
public enum CsvCompression
{
    /// <summary>Gzip when the name of the source ends with <c>.gz</c>, otherwise none.</summary>
    Auto,

    /// <summary>Not compressed.</summary>
    None,

    /// <summary>Gzip, of one or several members.</summary>
    Gzip,
}
