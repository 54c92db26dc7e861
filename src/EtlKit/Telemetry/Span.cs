using System.Diagnostics;
using System.Text;

namespace EtlKit;

/// <summary>A span that was begun, and ends when it is disposed. Used by one task at a time.</summary>
/// <remarks>The message of an exception may quote values of rows or a password, so it is only there when values may be shown.</remarks>
internal sealed class Span(Activity activity, TelemetryGuard guard, bool withValues) : IDisposable
{
    public Activity Activity => activity;

    public void SetTag(string name, object? value) => activity.SetTag(name, value);

    public void Fail(string what, Exception exception)
    {
        activity.SetStatus(ActivityStatusCode.Error, what);
        activity.SetTag(TagNames.ErrorType, TagNames.Of(exception));
        var its = new ActivityTagsCollection
        {
            ["exception.type"] = TagNames.Of(exception),
            ["exception.stacktrace"] = withValues ? exception.ToString() : WithoutMessages(exception),
        };
        if (withValues)
        {
            its["exception.message"] = exception.Message;
        }

        activity.AddEvent(new ActivityEvent("exception", tags: its));
    }

    public void Dispose() => guard.Call(
        static activity =>
        {
            activity.Dispose();
            return activity;
        },
        activity);

    private static string WithoutMessages(Exception exception)
    {
        var text = new StringBuilder();
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            text.Append(ReferenceEquals(inner, exception) ? "" : " ---> ").Append(TagNames.Of(inner)).Append('\n').Append(inner.StackTrace).Append('\n');
        }

        return text.ToString();
    }
}
