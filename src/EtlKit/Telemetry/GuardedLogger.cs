using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>
/// Keeps the exceptions of a logger away from the run: they would take the place of what was to be logged, or end a task that has to clean up. Safe for concurrent use.
/// </summary>
/// <remarks>A logger that throws can't be told of by logging, so the first exception goes to <see cref="Trace"/>, and the others nowhere.</remarks>
internal sealed class GuardedLogger(ILogger logger, string pipeline) : ILogger
{
    private int _told;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch (Exception exception)
        {
            Tell(exception);
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception failure)
        {
            Tell(failure);
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return logger.BeginScope(state) is { } scope ? new Scope(this, scope) : null;
        }
        catch (Exception exception)
        {
            Tell(exception);
            return null;
        }
    }

    private void Tell(Exception exception)
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            Trace.TraceError("The logger of pipeline '{0}' has thrown an exception. Runs go on, but what they log may be lost: {1}", LogText.Clean(pipeline), exception);
        }
    }

    private sealed class Scope(GuardedLogger logger, IDisposable scope) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                scope.Dispose();
            }
            catch (Exception exception)
            {
                logger.Tell(exception);
            }
        }
    }
}
