namespace EtlKit;

/// <summary>Says which run of which pipeline logs.</summary>
internal sealed class RunScope(string pipeline, string runId)
    : LogScope(new("Pipeline", LogText.Clean(pipeline)), new("Run", runId));
