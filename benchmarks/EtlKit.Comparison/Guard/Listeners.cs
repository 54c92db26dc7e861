using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EtlKit.Comparison;

/// <summary>Listens to all metrics and traces, and drops what it hears.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly MeterListener _metrics = new();
    private readonly ActivityListener _traces = new()
    {
        ShouldListenTo = source => source.Name == PipelineTelemetry.ActivitySourceName,
        Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private long _measured;

    public Listeners()
    {
        _metrics.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == PipelineTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _metrics.SetMeasurementEventCallback<long>((_, _, _, _) => _measured++);
        _metrics.SetMeasurementEventCallback<double>((_, _, _, _) => _measured++);
        _traces.ActivityStopped = _ => _measured++;
        _metrics.Start();
        ActivitySource.AddActivityListener(_traces);
    }

    /// <summary>Lets go. That nothing was heard is an error: then nothing was checked.</summary>
    public void Dispose()
    {
        _metrics.Dispose();
        _traces.Dispose();
        if (_measured == 0)
        {
            throw new InvalidOperationException("Nothing was measured, though metrics and traces were listened to.");
        }
    }
}
