using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EtlKit.Worker.Tests;

/// <summary>The worker, started as a process of its own, configured by its environment alone.</summary>
internal sealed class Worker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task _outputRead;
    private readonly Task _errorsRead;
    private readonly StringBuilder _error = new();
    private readonly Lock _lock = new();

    // Used under the lock.
    private readonly List<JsonElement> _lines = [];
    private readonly List<(Func<JsonElement, bool> IsIt, TaskCompletionSource<JsonElement> Found)> _awaited = [];
    private bool _ended;

    private Worker(Process process)
    {
        _process = process;
        _outputRead = ReadOutputAsync();
        _errorsRead = ReadErrorsAsync();
    }

    public static Worker Start(Workspace files, IEnumerable<(string Name, string Value)> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Worker.dll"), .. arguments])
        {
            WorkingDirectory = files.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(IsConfiguration).ToList())
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new Worker(Process.Start(start)!);
    }

    public static async Task<WorkerResult> RunAsync(Workspace files, IEnumerable<(string Name, string Value)> variables, params string[] arguments)
    {
        using var worker = Start(files, variables, arguments);
        return await worker.EndAsync();
    }

    /// <summary>Ends when the worker has logged such a line; fails when it ends without.</summary>
    public Task<JsonElement> LoggedAsync(Func<JsonElement, bool> isIt)
    {
        lock (_lock)
        {
            foreach (var line in _lines.Where(isIt))
            {
                return Task.FromResult(line);
            }

            var found = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_ended)
            {
                found.SetException(Missed());
            }
            else
            {
                _awaited.Add((isIt, found));
            }

            return found.Task.WaitAsync(Patience);
        }
    }

    public Task<JsonElement> LoggedAsync(int eventId) =>
        LoggedAsync(line => line.TryGetProperty("EventId", out var id) && id.GetInt32() == eventId && line.GetProperty("Category").GetString()!.StartsWith("EtlKit", StringComparison.Ordinal));

    /// <summary>A client of the service, at the port that it was given.</summary>
    public async Task<HttpClient> ConnectAsync()
    {
        var listening = await LoggedAsync(line => line.TryGetProperty("State", out var state) && state.TryGetProperty("address", out _));
        return new HttpClient { BaseAddress = new Uri(listening.GetProperty("State").GetProperty("address").GetString()!), Timeout = Patience };
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.Should().Be(0);
    }

    public async Task<WorkerResult> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await _outputRead;
        await _errorsRead;
        return new WorkerResult(_process.ExitCode, _lines, _error.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static bool IsConfiguration(string name) =>
        name.Contains("__", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("OTEL_", StringComparison.Ordinal)
        || name is "DOTNET_ENVIRONMENT";

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            var line = JsonDocument.Parse(text).RootElement;
            lock (_lock)
            {
                _lines.Add(line);
                foreach (var awaited in _awaited.Where(awaited => awaited.IsIt(line)).ToList())
                {
                    awaited.Found.SetResult(line);
                    _awaited.Remove(awaited);
                }
            }
        }

        lock (_lock)
        {
            _ended = true;
            _awaited.ForEach(awaited => awaited.Found.SetException(Missed()));
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _error.Append(line).Append('\n');
        }
    }

    private InvalidOperationException Missed() => new($"The worker has ended without what the test waits for. Its last lines: {string.Join('\n', _lines.TakeLast(3))}");
}
