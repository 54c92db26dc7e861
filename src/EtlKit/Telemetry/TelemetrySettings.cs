namespace EtlKit;

/// <summary>Where the metrics and traces of a pipeline go. Safe for concurrent use.</summary>
internal sealed record TelemetrySettings(Instruments Instruments, TelemetryGuard Guard);
