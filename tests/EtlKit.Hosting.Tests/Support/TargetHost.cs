using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EtlKit.Hosting.Tests;

/// <summary>The program HostTarget, started as a process of its own.</summary>
internal sealed class TargetHost : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task _errors;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _loading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TargetHost(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = ReadErrorsAsync();
    }

    // A shell without job control has what it starts in the background ignore SIGINT, and so does all that is started by that: a build, its tests, and this program.
    private static readonly string[] Command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,TERM", "dotnet"] : ["dotnet"];

    /// <param name="scenario">What happens to the pipeline.</param>
    /// <param name="configuration">Configuration for the host, such as <c>report=FILE</c>.</param>
    public static TargetHost Start(string scenario, params string[] configuration) => new(Process.Start(
        new ProcessStartInfo(Command[0], [.. Command[1..], "exec", Path.Combine(AppContext.BaseDirectory, "HostTarget.dll"), scenario, .. configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string scenario, params string[] configuration)
    {
        using var host = Start(scenario, configuration);
        return await host.EndedAsync();
    }

    /// <summary>Ends when the loader was called.</summary>
    public Task LoadingAsync() => _loading.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.Should().Be(0);
    }

    public async Task<(int ExitCode, string Output, string Error)> EndedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        await _errors;
        return (_process.ExitCode, await _output, _error.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _error.Append(line).Append('\n');
            if (line == "batch")
            {
                _loading.TrySetResult();
            }
        }

        _loading.TrySetException(new InvalidOperationException($"the process has ended before it loaded: {_error}"));
    }
}
