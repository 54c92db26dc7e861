namespace EtlKit.Csv;

/// <summary>
/// Thrown when a CSV source as a whole can't be read: it can't be opened, it breaks off, it lacks a column. A record that can't be read is
/// rejected instead.
/// </summary>
public sealed class CsvSourceException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public CsvSourceException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    public CsvSourceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a cause.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CsvSourceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the name of the source.</summary>
    /// <value>The default is empty.</value>
    public string SourceName { get; init; } = "";
}
