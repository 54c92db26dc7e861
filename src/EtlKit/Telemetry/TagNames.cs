namespace EtlKit;

/// <summary>The names of the tags of metrics and traces, and their values where these are words of the library.</summary>
internal static class TagNames
{
    public const string Pipeline = "etlkit.pipeline.name";
    public const string RunId = "etlkit.run.id";
    public const string RunKind = "etlkit.run.kind";
    public const string RunStatus = "etlkit.run.status";
    public const string RejectStage = "etlkit.reject.stage";
    public const string RejectCode = "etlkit.reject.code";
    public const string Source = "etlkit.source.name";
    public const string SourceStatus = "etlkit.source.status";
    public const string Loader = "etlkit.loader.name";
    public const string BatchNumber = "etlkit.batch.number";
    public const string BatchRows = "etlkit.batch.rows";
    public const string BatchRejects = "etlkit.batch.rejects";
    public const string RetryNumber = "etlkit.retry.number";
    public const string RetryDelay = "etlkit.retry.delay";
    public const string ErrorType = "error.type";

    /// <summary>What OpenTelemetry calls a value that is left out because there are too many.</summary>
    public const string Other = "_OTHER";

    public static string KindOf(bool isReplay) => isReplay ? "replay" : "run";

    public static string Of(PipelineStatus status) => status switch
    {
        PipelineStatus.Succeeded => "succeeded",
        PipelineStatus.SucceededWithRejects => "succeeded_with_rejects",
        PipelineStatus.Cancelled => "cancelled",
        _ => "failed",
    };

    public static string Of(SourceStatus status) => status switch
    {
        EtlKit.SourceStatus.Completed => "completed",
        EtlKit.SourceStatus.Skipped => "skipped",
        EtlKit.SourceStatus.Failed => "failed",
        _ => "unfinished",
    };

    public static string Of(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;
}
