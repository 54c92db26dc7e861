namespace EtlKit;

/// <summary>The names under which pipelines tell hosts of what they do.</summary>
public static class PipelineTelemetry
{
    /// <summary>The name of the meter: <c>EtlKit</c>.</summary>
    public const string MeterName = "EtlKit";

    /// <summary>The name of the source of traces: <c>EtlKit</c>.</summary>
    public const string ActivitySourceName = "EtlKit";
}
