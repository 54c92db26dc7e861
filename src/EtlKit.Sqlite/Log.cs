using Microsoft.Extensions.Logging;

namespace EtlKit.Sqlite;

/// <summary>All messages that this package logs. Their ids are 6000 to 6999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        EventId = 6001,
        Level = LogLevel.Warning,
        Message = "SQLite {Table}: the journal mode was to be {Wanted} but is {Actual}; loading goes on with that.")]
    public static partial void JournalModeDiffers(ILogger logger, string table, string wanted, string? actual);

    [LoggerMessage(
        EventId = 6002,
        Level = LogLevel.Information,
        Message = "SQLite {Table}: the transaction of a refused write could not go on, so that its batch is begun again.")]
    public static partial void TransactionLost(ILogger logger, string table, Exception exception);
}
