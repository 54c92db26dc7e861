using Microsoft.Extensions.Logging;

namespace EtlKit.Sqlite;

/// <summary>All messages that this package logs. Their ids are 6000 to 6999.</summary>
internal static partial class Log
{
    public static void JournalModeDiffers(ILogger logger, string table, string wanted, string? actual)
    {
        var name = LogText.Clean(table);
        LogJournalModeDiffers(logger, name, wanted, actual);
    }

    public static void TransactionLost(ILogger logger, string table, Exception exception)
    {
        var name = LogText.Clean(table);
        LogTransactionLost(logger, name, exception);
    }

    [LoggerMessage(
        EventId = 6001,
        Level = LogLevel.Warning,
        Message = "SQLite {Table}: the journal mode was to be {Wanted} but is {Actual}; loading goes on with that.")]
    private static partial void LogJournalModeDiffers(ILogger logger, string table, string wanted, string? actual);

    [LoggerMessage(
        EventId = 6002,
        Level = LogLevel.Information,
        Message = "SQLite {Table}: the transaction of a refused write could not go on, so that its batch is begun again.")]
    private static partial void LogTransactionLost(ILogger logger, string table, Exception exception);
}
