using System.Runtime.InteropServices;

namespace EtlKit.Hosting;

/// <summary>Hears SIGINT and SIGTERM: the first one stops, the second one ends the process. Safe for concurrent use.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly Action _stop;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _exitCode;

    public StopSignals(Action stop)
    {
        _stop = stop;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Hear(context, EtlExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Hear(context, EtlExitCode.Terminated));
    }

    /// <summary>What the first signal makes of the exit code; null when there was none.</summary>
    public int? ExitCode => Volatile.Read(ref _exitCode) is not 0 and var code ? code : null;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Hear(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
        {
            // The host's own handler takes the signal, so that nothing else would end the process.
            Environment.Exit(exitCode);
        }

        // What hears of the stop may block, and must not keep the second signal from being heard.
        _ = Task.Run(_stop);
    }
}
