using System.Runtime.InteropServices;

namespace CsvToSqlite;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation, which drains and commits; the second one ends the process as usual.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int SignalExitCodes = 128;
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private volatile int _exitCode;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, SigInt));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, SigTerm));
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>What a shell expects of a process that was stopped by the signal.</summary>
    public int ExitCode => _exitCode;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context, int signal)
    {
        if (_exitCode == 0)
        {
            context.Cancel = true;
            _exitCode = SignalExitCodes + signal;
            _stop.Cancel();
        }
    }
}
