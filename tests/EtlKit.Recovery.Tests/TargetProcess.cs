using System.Diagnostics;
using System.Globalization;

namespace EtlKit.Recovery.Tests;

/// <summary>A process that loads, and may stand still for a time.</summary>
internal sealed class TargetProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public TargetProcess(string[] command)
    {
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _output = _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public int Id => _process.Id;

    /// <summary>Waits until the process stands still.</summary>
    public async Task StoppedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!IsStopped())
        {
            _process.HasExited.Should().BeFalse("it stops before it ends");
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public void GoOn()
    {
        using var kill = Process.Start("kill", ["-CONT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.Should().Be(0);
    }

    public void Kill() => _process.Kill();

    /// <summary>Waits until the process has ended.</summary>
    public async Task<(int ExitCode, string Output)> EndedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        return (_process.ExitCode, await _output + await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private bool IsStopped()
    {
        var status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/stat"));
        return status[status.LastIndexOf(')') + 2] == 'T';
    }
}
