namespace EtlKit.Hosting;

/// <summary>How names of pipelines are compared: as keys of configuration are.</summary>
internal static class PipelineNames
{
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;
}
