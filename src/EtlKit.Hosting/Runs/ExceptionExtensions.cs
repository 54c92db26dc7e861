namespace EtlKit.Hosting;

internal static class ExceptionExtensions
{
    /// <summary>The report that an exception of a run carries; null when it carries none.</summary>
    public static PipelineReport? GetReport(this Exception exception) => exception switch
    {
        PipelineException failure => failure.Report,
        PipelineCancelledException cancelled => cancelled.Report,
        _ => null,
    };
}
