using System.Diagnostics;
using System.Text;

namespace EtlKit.Samples.Tests;

/// <summary>A sample, started as a process of its own.</summary>
internal sealed class Sample : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Lock _lock = new();
    private readonly Task<string> _output;
    private readonly Task _errors;

    private Sample(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = ReadErrorsAsync();
    }

    public int Id => _process.Id;

    /// <summary>What the sample has written to its standard error until now.</summary>
    public string Error
    {
        get
        {
            lock (_lock)
            {
                return _error.ToString();
            }
        }
    }

    public static Sample Start(string name, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return new Sample(Process.Start(start)!);
    }

    /// <summary>Runs a sample to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string name, string directory, params string[] arguments)
    {
        using var sample = Start(name, directory, arguments);
        return await sample.EndAsync();
    }

    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        await _errors;
        return (_process.ExitCode, await _output, Error);
    }

    public void Kill() => _process.Kill();

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
            lock (_lock)
            {
                _error.Append(line).Append('\n');
            }
        }
    }
}
