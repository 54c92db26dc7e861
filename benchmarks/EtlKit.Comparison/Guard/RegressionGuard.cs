using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>Checks what must hold on any machine, however fast and however busy it is.</summary>
internal static class RegressionGuard
{
    public static async Task<int> RunAsync(TextWriter output)
    {
        var failures = 0;
        await foreach (var check in ChecksAsync())
        {
            failures += check.IsMet ? 0 : 1;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{(check.IsMet ? "ok    " : "FAILED")} {check.Name}: {check.Figure:0.###} {check.Unit}, at most {check.Limit}"));
        }

        return failures == 0 ? 0 : 1;
    }

    private static async IAsyncEnumerable<GuardCheck> ChecksAsync()
    {
        using var workspace = new GuardWorkspace();
        await foreach (var check in StartGuard.ChecksAsync(workspace))
        {
            yield return check;
        }

        await foreach (var check in AllocationGuard.ChecksAsync(workspace))
        {
            yield return check;
        }

        await foreach (var check in StatementGuard.ChecksAsync(workspace))
        {
            yield return check;
        }

        yield return await CpuTimeGuard.CheckAsync();
    }
}
