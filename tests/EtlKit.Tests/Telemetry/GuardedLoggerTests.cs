using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EtlKit.Tests;

/// <summary>A logger that throws changes nothing about a run.</summary>
public sealed class GuardedLoggerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_LoggerThrows_LoadsAllTheSame()
    {
        var logger = new Throwing();
        var target = new Collected<int>();
        var pipeline = Build(logger, "good", target, _ => { });

        var report = await pipeline.RunAsync(Token).OrHangs();

        logger.Thrown.Should().BeGreaterThan(5, "otherwise nothing was tried");
        report.Status.Should().Be(PipelineStatus.SucceededWithRejects);
        target.Rows.Should().HaveCount(9);
        target.Disposed.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_LoggerThrowsInARunThatFails_KeepsTheCause()
    {
        var cause = new InvalidDataException("the cause");
        var logger = new Throwing();
        var target = new Collected<int> { OnLoad = (_, _) => throw cause, OnDispose = () => throw new IOException("a consequence") };

        var act = () => Build(logger, "bad", target, _ => { }).RunAsync(Token).OrHangs();

        (await act.Should().ThrowAsync<PipelineException>()).Which.InnerException.Should().BeSameAs(cause);
        logger.Thrown.Should().BeGreaterThan(5, "otherwise nothing was tried");
    }

    [Fact]
    public async Task RunAsync_LoggerThrowsInACancelledRun_DrainsIt()
    {
        using var cancel = new CancellationTokenSource();
        var logger = new Throwing();
        var target = new Collected<int>();
        var pipeline = Build(logger, "cancelled", target, n => { if (n == 5) { cancel.Cancel(); } });

        var act = () => pipeline.RunAsync(cancel.Token).OrHangs();

        (await act.Should().ThrowAsync<PipelineCancelledException>()).Which.Report.Rows.Loaded.Should().Be(target.Rows.Length).And.BePositive();
        logger.Thrown.Should().BeGreaterThan(5, "otherwise nothing was tried");
    }

    [Fact]
    public async Task RunAsync_LoggerThrows_IsToldToTraceOnce()
    {
        var pipelineName = $"traced {Guid.NewGuid():N}";
        using var listener = new Traced();
        Trace.Listeners.Add(listener);
        try
        {
            var pipeline = Build(new Throwing(), pipelineName, new Collected<int>(), _ => { });
            await pipeline.RunAsync(Token).OrHangs();
            await pipeline.RunAsync(Token).OrHangs();
        }
        finally
        {
            Trace.Listeners.Remove(listener);
        }

        listener.Lines.Where(line => line.Contains(pipelineName)).Should().ContainSingle().Which.Should().Contain("the disk of the log is full");
    }

    private static Pipeline Build(ILogger logger, string name, Collected<int> target, Action<int> onRow) =>
        new PipelineBuilder(name) { LoggerFactory = new Factory(logger) }
            .Extract(Sources.Numbers("a", 10))
            .Transform<int>(n =>
            {
                onRow(n);
                return n == 3 ? TransformResult.Reject("three") : n;
            })
            .Load(target)
            .Build();

    private sealed class Throwing : ILogger
    {
        private int _thrown;

        public int Thrown => Volatile.Read(ref _thrown);

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
            => state.ToString()!.StartsWith("Producer", StringComparison.Ordinal) ? new Scope(this) : throw Failure();

        public bool IsEnabled(LogLevel logLevel) => logLevel < LogLevel.Information ? throw Failure() : true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw Failure();

        private IOException Failure()
        {
            Interlocked.Increment(ref _thrown);
            return new IOException("the disk of the log is full");
        }

        private sealed class Scope(Throwing logger) : IDisposable
        {
            public void Dispose() => throw logger.Failure();
        }
    }

    private sealed class Factory(ILogger logger) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
        }
    }

    private sealed class Traced : TraceListener
    {
        private readonly Lock _lock = new();
        private readonly List<string> _lines = [];

        public string[] Lines
        {
            get
            {
                lock (_lock)
                {
                    return [.. _lines];
                }
            }
        }

        public override void Write(string? message)
        {
        }

        public override void WriteLine(string? message)
        {
            lock (_lock)
            {
                _lines.Add(message!);
            }
        }
    }
}
