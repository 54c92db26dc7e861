using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>What a built pipeline consists of, apart from what depends on its rows' types. Immutable.</summary>
internal sealed record PipelineSettings(
    string Name, PipelineOptions Options, string? RejectPath, bool StoresRejectsInTarget, bool UsesCheckpoints, bool UsesRunLock, Guarantee Guarantee, TimeProvider TimeProvider, ILogger Logger, TelemetrySettings Telemetry);
