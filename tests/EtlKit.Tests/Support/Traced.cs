using System.Diagnostics;

namespace EtlKit.Tests;

/// <summary>The spans of the pipelines of one name, as they end.</summary>
internal sealed class Traced : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public Traced(string pipeline, Action<Activity>? onStarted = null)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PipelineTelemetry.ActivitySourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity =>
            {
                if (Equals(activity.GetTagItem("etlkit.pipeline.name"), pipeline))
                {
                    onStarted?.Invoke(activity);
                }
            },
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("etlkit.pipeline.name"), pipeline))
                {
                    lock (_lock)
                    {
                        _ended.Add(activity);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public Activity[] All
    {
        get
        {
            lock (_lock)
            {
                return [.. _ended];
            }
        }
    }

    public Activity Run => All.Single(activity => activity.GetTagItem("etlkit.run.id") is not null);

    public Activity[] Sources => [.. All.Where(activity => activity.OperationName == "extract")];

    public Activity[] Batches => [.. All.Where(activity => activity.OperationName == "load")];

    public void Dispose() => _listener.Dispose();
}
