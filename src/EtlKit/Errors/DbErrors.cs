using System.Data.Common;

namespace EtlKit;

/// <summary>Says what errors of databases mean for a run. It is what <see cref="ILoader{TRow}.Classify"/> does by default. Safe for concurrent use.</summary>
/// <remarks>
/// <para>
/// The SQLSTATE decides, where the driver gives one (<see cref="DbException.SqlState"/>): its classes are those of the SQL standard (ISO/IEC 9075-2), and what single
/// codes mean is taken from appendix A of PostgreSQL's manual. Codes that aren't known here are left to the driver.
/// </para>
/// <list type="table">
/// <listheader><term>SQLSTATE</term><description>kind</description></listheader>
/// <item><term>class 22 (data exception), class 23 (integrity constraint)</term><description><see cref="ErrorKind.Data"/></description></item>
/// <item>
/// <term>40002 (constraint at the end of a transaction), 44000 (check option of a view), 45000 and P0001 (raised by a trigger), 54000 (a row larger than a page or an index takes)</term>
/// <description><see cref="ErrorKind.Data"/></description>
/// </item>
/// <item><term>class 08 (connection), class 40 (serialization, deadlock), class 53 (resources, such as 53300, too many connections)</term><description><see cref="ErrorKind.Transient"/></description></item>
/// <item>
/// <term>25P03 and 57P05 (idle for too long), 55006 (object in use), 55P03 (lock not available), 57P01 to 57P03 (the server shuts down or starts)</term>
/// <description><see cref="ErrorKind.Transient"/></description>
/// </item>
/// <item><term>53100 (disk full), 53400 (a configured limit), class 28 (log in), class 42 (syntax, privileges, names), class 58 (the server's system), class XX (internal)</term><description><see cref="ErrorKind.Fatal"/></description></item>
/// <item><term>08007 and 40003 (whether the transaction was committed isn't known), 08P01 (protocol)</term><description><see cref="ErrorKind.Fatal"/></description></item>
/// <item><term>any other, or none</term><description><see cref="ErrorKind.Transient"/> when the exception says so (<see cref="DbException.IsTransient"/>), otherwise <see cref="ErrorKind.Fatal"/></description></item>
/// </list>
/// </remarks>
public static class DbErrors
{
    /// <summary>Says what an exception means.</summary>
    /// <param name="exception">A <see cref="DbException"/>, or an exception that holds one as its inner exception, at any depth.</param>
    /// <returns>The kind of the error; <see cref="ErrorKind.Fatal"/> when there is no <see cref="DbException"/> in it.</returns>
    /// <remarks>
    /// What is transient is tried again, so a failed call must have left nothing behind. When the connection breaks within a commit, nobody can tell whether it was
    /// carried out: a loader that commits should call that error fatal itself, unless its rows may be loaded twice.
    /// </remarks>
    public static ErrorKind Classify(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        foreach (var error in ErrorsIn(exception))
        {
            if (SqlStates.KindOf(error.SqlState) is { } kind)
            {
                return kind;
            }

            if (error.IsTransient)
            {
                return ErrorKind.Transient;
            }
        }

        return ErrorKind.Fatal;
    }

    /// <summary>Says why a row was refused, in words that hold no value of it, unlike the messages of databases.</summary>
    /// <returns>Null when no SQLSTATE says that it is the row's fault.</returns>
    internal static Rejection? DescribeRefusal(Exception exception) =>
        ErrorsIn(exception).Select(error => error.SqlState).FirstOrDefault(state => SqlStates.KindOf(state) == ErrorKind.Data) is { } refused
            ? new Rejection($"{SqlStates.NameOf(refused)} (SQLSTATE {refused})") { Code = refused }
            : null;

    private static IEnumerable<DbException> ErrorsIn(Exception exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is DbException error)
            {
                yield return error;
            }
        }
    }
}
