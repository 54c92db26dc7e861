using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>What a built pipeline consists of, apart from its rows' types. Immutable.</summary>
internal sealed record PipelineSettings(
    string Name, PipelineOptions Options, string? RejectPath, TimeProvider TimeProvider, ILogger Logger);
