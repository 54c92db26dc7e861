using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite;

/// <summary>What takes the value of a column from a row has thrown: an error of data. The message holds nothing of what was thrown but its type.</summary>
internal sealed class ColumnException(string column, Exception innerException)
    : Exception(
        $"The column \"{LogText.Clean(column)}\" could not be read from a row ({innerException.GetType().Name}): nothing of the batch was stored. "
        + "Let its delegate or property accept every row, or reject such rows in a transformer.",
        innerException)
{
    /// <summary>Why the row is refused, in words that are the same for all rows with this fault.</summary>
    public string Reason { get; } = $"column {LogText.Clean(column)} threw {innerException.GetType().Name}";

    /// <summary>Whether an exception met while a value was taken and bound is the row's fault.</summary>
    public static bool IsOfRow(Exception exception) => exception is not (SqliteException or OperationCanceledException or OutOfMemoryException);
}
