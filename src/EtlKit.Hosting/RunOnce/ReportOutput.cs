namespace EtlKit.Hosting;

/// <summary>Writes the report of a run for programs to read.</summary>
internal static class ReportOutput
{
    /// <param name="report">The report.</param>
    /// <param name="path">The file; the standard output when it is null.</param>
    public static async Task WriteAsync(PipelineReport report, string? path)
    {
        var json = report.ToJson();
        if (path is null)
        {
            await Console.Out.WriteLineAsync(json).ConfigureAwait(false);
            await Console.Out.FlushAsync().ConfigureAwait(false);
            return;
        }

        // Whoever waits for the file never sees half of it.
        var partial = $"{path}.{report.RunId}.partial";
        await File.WriteAllTextAsync(partial, json + '\n').ConfigureAwait(false);
        File.Move(partial, path, overwrite: true);
    }
}
