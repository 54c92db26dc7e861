using System.Diagnostics;

namespace EtlKit;

/// <summary>The spans of one run: the run, and under it its sources and its batches. Nothing where nobody listens.</summary>
/// <remarks>Begun and ended by the run. Producers begin spans concurrently; the writer has one at a time.</remarks>
internal sealed class RunTrace(TelemetryGuard guard, RunTags tags, string runId, string loader, bool withValues)
{
    private static readonly ActivitySource Source = new(PipelineTelemetry.ActivitySourceName, LibraryVersion.Text);

    private Activity? _run;
    private Span? _batch;

    /// <summary>Whether the run is traced.</summary>
    public bool IsOn => _run is not null;

    /// <summary>Begins the span of the run: a child of the caller's, if there is one.</summary>
    public void Begin()
    {
        if (Source.HasListeners())
        {
            KeyValuePair<string, object?>[] its = [.. tags.With(TagNames.RunId, runId), new(TagNames.Loader, loader)];
            _run = guard.Call(static state => Source.StartActivity(state.Name, ActivityKind.Internal, default(ActivityContext), state.Tags), (Name: $"{tags.Kind} {tags.Pipeline}", Tags: its));
        }
    }

    /// <summary>Begins the span of a source, which ends when the result is disposed.</summary>
    public SourceSpan? BeginSource(SourceRun source) =>
        IsOn && Begin("extract", tags.With(TagNames.Source, LogText.Clean(source.Name))) is { } span ? new SourceSpan(span, source) : null;

    /// <summary>Begins the span of a batch. Retries go there until it is ended.</summary>
    public void BeginBatch(long number, int rows) =>
        _batch = Begin("load", [.. tags.Span, new(TagNames.BatchNumber, number), new(TagNames.BatchRows, rows)]);

    public void EndBatch(int rejects)
    {
        _batch?.SetTag(TagNames.BatchRejects, rejects);
        _batch?.Dispose();
        _batch = null;
    }

    /// <summary>The batch could not be loaded. That it was given up because the run is aborted is no error of the batch.</summary>
    public void FailBatch(Exception exception)
    {
        if (exception is not OperationCanceledException)
        {
            _batch?.Fail("loading the batch failed", exception);
        }

        _batch?.Dispose();
        _batch = null;
    }

    /// <summary>A call of the loader is to be made again.</summary>
    public void Retried(RetryAttempt attempt, Exception exception)
    {
        if ((_batch?.Activity ?? _run) is { } activity)
        {
            var its = new ActivityTagsCollection
            {
                [TagNames.RetryNumber] = attempt.Number,
                [TagNames.RetryDelay] = attempt.Delay.TotalSeconds,
                [TagNames.ErrorType] = TagNames.Of(exception),
            };
            _ = activity.AddEvent(new ActivityEvent("retry", tags: its));
        }
    }

    /// <summary>Ends the span of the run.</summary>
    public void End(PipelineReport report, RunFailure? failure)
    {
        if (_run is not { } activity)
        {
            return;
        }

        var rows = report.Rows;
        var span = new Span(activity, guard, withValues);
        span.SetTag(TagNames.RunStatus, TagNames.Of(report.Status));
        span.SetTag("etlkit.rows.extracted", rows.Extracted);
        span.SetTag("etlkit.rows.expanded", rows.Expanded);
        span.SetTag("etlkit.rows.loaded", rows.Loaded);
        span.SetTag("etlkit.rows.unchanged", rows.Unchanged);
        span.SetTag("etlkit.rows.ignored", rows.Ignored);
        span.SetTag("etlkit.rows.filtered", rows.Filtered);
        span.SetTag("etlkit.rows.rejected", rows.Rejected);
        span.SetTag("etlkit.batches", report.Batches);
        span.SetTag("etlkit.retries", report.Retries);
        if (failure is not null)
        {
            span.Fail(failure.What, failure.Exception);
        }

        span.Dispose();
    }

    // Producers and the writer run on threads of the pool, and users' code may have changed what is current there: the parent is named.
    private Span? Begin(string name, KeyValuePair<string, object?>[] its) => _run is not { } run ? null
        : guard.Call(static state => Source.StartActivity(state.Name, ActivityKind.Internal, state.Parent, state.Tags), (Name: name, Parent: run.Context, Tags: its)) is { } activity
        ? new Span(activity, guard, withValues)
        : null;
}
