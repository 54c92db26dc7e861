using System.Globalization;
using EtlKit.Hosting;

namespace Worker;

/// <summary>Runs a pipeline once. No port is opened, so that any number of these can be started beside a service.</summary>
internal static class Once
{
    public static async Task<int> RunAsync(string name, bool isReplay)
    {
        var builder = Host.CreateApplicationBuilder().AddWorker(firesSchedules: false);
        var successCodes = ReadSuccessCodes(builder.Configuration["Worker:SuccessExitCodes"] ?? "");
        var reportPath = builder.Configuration["Worker:ReportPath"] is { Length: > 0 } path ? path : null;
        var code = await builder.Build().RunEtlPipelineAsync(name, new EtlRunOptions { Replay = isReplay, ReportPath = reportPath });
        return successCodes.Contains(code) ? 0 : code;
    }

    /// <summary>The codes that are told as 0, because what has started the process can't be taught them: a Kubernetes Job, for one.</summary>
    private static HashSet<int> ReadSuccessCodes(string text)
    {
        var codes = new HashSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            codes.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is > 0 and < 256
                ? code
                : throw new FormatException("Worker:SuccessExitCodes must be exit codes with commas between them, such as 3,5."));
        }

        return codes;
    }
}
