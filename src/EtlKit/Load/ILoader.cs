using System.Data.Common;

namespace EtlKit;

/// <summary>Writes rows to one target: a table, a file, a queue.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
public interface ILoader<TRow>
{
    /// <summary>Gets what the loader is called in logs and reports.</summary>
    /// <value>The name of its type, unless the loader says better, such as <c>SQLite events</c>. It holds no secret.</value>
    string Name => GetType().Name;

    /// <summary>Gets what the loader promises.</summary>
    /// <value>The default is <see cref="LoaderCapabilities.None"/>.</value>
    LoaderCapabilities Capabilities => LoaderCapabilities.None;

    /// <summary>Opens the target for one run, before the first row is extracted.</summary>
    /// <param name="context">The run.</param>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>The session, which the pipeline disposes.</returns>
    /// <remarks>Check here what can be checked, so that a run that can't succeed fails before it starts.</remarks>
    ValueTask<ILoadSession<TRow>> OpenAsync(LoadContext context, CancellationToken cancellationToken);

    /// <summary>Says what an exception thrown by this loader or its session means for the run.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>
    /// What <see cref="DbErrors.Classify"/> says, unless the loader knows better. What is called transient is tried again, so a failed call must have left nothing
    /// behind.
    /// </returns>
    ErrorKind Classify(Exception exception) => DbErrors.Classify(exception);

    /// <summary>Says why the target has refused a row.</summary>
    /// <param name="exception">An exception that <see cref="Classify"/> calls <see cref="ErrorKind.Data"/>.</param>
    /// <returns>
    /// A reason in the same words for all rows with this fault, without any value of the row, and the target's code for it; by default what the SQLSTATE of a
    /// database's error means and the SQLSTATE, and otherwise the message of the innermost exception.
    /// </returns>
    Rejection DescribeRefusal(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var cause = exception.GetBaseException();
        return DbErrors.DescribeRefusal(exception) ?? new Rejection(string.IsNullOrWhiteSpace(cause.Message) ? cause.GetType().Name : cause.Message)
        {
            Code = (cause as DbException)?.SqlState,
        };
    }
}
