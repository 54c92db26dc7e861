using System.Diagnostics.Metrics;

namespace EtlKit;

/// <summary>Moves the counters of one run: after each batch by what has come since the last one, and at the end to what the report says.</summary>
/// <remarks>
/// Called by the writer, and at the end by the run, which may have abandoned a writer that goes on: what comes after the report is not counted. What nobody listens to
/// is not moved; whoever comes later is told of the run as a whole.
/// </remarks>
internal sealed class RunMetrics(
    Instruments instruments, TelemetryGuard guard, RunTags tags, TimeProvider time, Func<RunCounts> look, Func<long> channelRows, long channelCapacity) : ILiveRun
{
    private readonly Lock _lock = new();
    private readonly RejectTally _rejects = new(instruments.Pipelines.CodesOf(tags));
    private Moved _moved;
    private volatile bool _ended;

    public long ChannelRows => channelRows();

    public long ChannelCapacity => channelCapacity;

    private bool IsListenedTo => instruments.Extracted.Enabled || instruments.Expanded.Enabled || instruments.Loaded.Enabled || instruments.Unchanged.Enabled
        || instruments.Ignored.Enabled || instruments.Filtered.Enabled || instruments.BytesRead.Enabled || instruments.Sources.Enabled
        || instruments.ProducerWait.Enabled || instruments.WriterWait.Enabled;

    public void Begin() => instruments.Pipelines.Begin(tags, this);

    /// <summary>A batch was settled.</summary>
    public void Settled(int rows, TimeSpan duration, RejectList rejects)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _rejects.Count(rejects.Entries);
            MoveRejects();
            if (rows > 0)
            {
                guard.Add(instruments.Batches, 1, tags.Span);
                guard.Record(instruments.BatchSize, rows, tags.Span);
                guard.Record(instruments.BatchDuration, duration.TotalSeconds, tags.Span);
            }

            if (IsListenedTo)
            {
                Move(look());
            }
        }
    }

    /// <summary>A call of the loader is to be made again.</summary>
    public void Retried(Exception exception)
    {
        lock (_lock)
        {
            if (!_ended && instruments.Retries.Enabled)
            {
                guard.Add(instruments.Retries, 1, tags.With(TagNames.ErrorType, TagNames.Of(exception)));
            }
        }
    }

    /// <summary>The run has been reported.</summary>
    public void Reported(PipelineReport report, long bytesRead, Exception? failure)
    {
        // Only a writer that was abandoned can hold the lock now, and it may do so for ever, if it is a listener in which it is stuck.
        _ended = true;
        if (_lock.TryEnter())
        {
            try
            {
                MoveRejects();
                var counts = RunCounts.Of(report, bytesRead);
                Move(counts);
                Move(instruments.Sources, counts.Sources.Unfinished, ref _moved.SourcesUnfinished, SourceStatus.Unfinished);
            }
            finally
            {
                _lock.Exit();
            }
        }

        var status = tags.With(TagNames.RunStatus, TagNames.Of(report.Status));
        status = failure is null ? status : [.. status, new(TagNames.ErrorType, TagNames.Of(failure))];
        guard.Add(instruments.Runs, 1, status);
        guard.Record(instruments.RunDuration, report.Duration.TotalSeconds, status);
        if (report.Status is PipelineStatus.Succeeded or PipelineStatus.SucceededWithRejects)
        {
            instruments.Pipelines.Succeeded(tags, time.GetUtcNow());
        }
    }

    /// <summary>Every task of the run has ended.</summary>
    public void End() => instruments.Pipelines.End(tags, this);

    private void Move(in RunCounts to)
    {
        Move(instruments.Extracted, to.Rows.Extracted, ref _moved.Extracted);
        Move(instruments.Expanded, to.Rows.Expanded, ref _moved.Expanded);
        Move(instruments.Loaded, to.Rows.Loaded, ref _moved.Loaded);
        Move(instruments.Unchanged, to.Rows.Unchanged, ref _moved.Unchanged);
        Move(instruments.Ignored, to.Rows.Ignored, ref _moved.Ignored);
        Move(instruments.Filtered, to.Rows.Filtered, ref _moved.Filtered);
        Move(instruments.BytesRead, to.BytesRead, ref _moved.BytesRead);
        Move(instruments.Sources, to.Sources.Completed, ref _moved.SourcesCompleted, SourceStatus.Completed);
        Move(instruments.Sources, to.Sources.Skipped, ref _moved.SourcesSkipped, SourceStatus.Skipped);
        Move(instruments.Sources, to.Sources.Failed, ref _moved.SourcesFailed, SourceStatus.Failed);
        Move(instruments.ProducerWait, to.ProducerWait, ref _moved.ProducerWait);
        Move(instruments.WriterWait, to.WriterWait, ref _moved.WriterWait);
    }

    private void Move(Counter<long> counter, long to, ref long moved, SourceStatus? status = null)
    {
        if (to > moved && counter.Enabled)
        {
            var delta = to - moved;
            moved = to;
            guard.Add(counter, delta, status is { } its ? tags.With(TagNames.SourceStatus, TagNames.Of(its)) : tags.Span);
        }
    }

    private void Move(Counter<double> counter, TimeSpan to, ref TimeSpan moved)
    {
        if (to > moved && counter.Enabled)
        {
            var delta = to - moved;
            moved = to;
            guard.Add(counter, delta.TotalSeconds, tags.Span);
        }
    }

    private void MoveRejects()
    {
        if (!instruments.Rejected.Enabled)
        {
            return;
        }

        foreach (var ((stage, code), count) in _rejects.Take())
        {
            var its = tags.With(TagNames.RejectStage, RejectStageNames.Of(stage));
            guard.Add(instruments.Rejected, count, code is null ? its : [.. its, new(TagNames.RejectCode, code)]);
        }
    }

    /// <summary>Up to where each counter was moved.</summary>
    private struct Moved
    {
        public long Extracted;
        public long Expanded;
        public long Loaded;
        public long Unchanged;
        public long Ignored;
        public long Filtered;
        public long BytesRead;
        public long SourcesCompleted;
        public long SourcesSkipped;
        public long SourcesFailed;
        public long SourcesUnfinished;
        public TimeSpan ProducerWait;
        public TimeSpan WriterWait;
    }
}
