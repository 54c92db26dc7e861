namespace EtlKit;

/// <content>How a run is looked at while it goes on.</content>
internal sealed partial class PipelineRun<TRow>
{
    private RunState State => _control.Abandoned.IsCompleted ? RunState.Abandoned
        : _control.Abort.IsCancellationRequested ? RunState.Aborting
        : _control.Stop.IsCancellationRequested ? RunState.Stopping
        : RunState.Running;

    public override PipelineSnapshot GetSnapshot()
    {
        var (time, timeout) = (_settings.TimeProvider, _settings.Options.StallTimeout);
        var sample = _sampler.Take();
        var rows = CountRows();
        var batches = _counts.Batches;
        var sources = _sources.Count();
        var now = time.GetUtcNow();
        var elapsed = time.GetElapsedTime(_start, sample.At);
        var idle = time.GetElapsedTime(sample.ProgressAt, sample.At);
        var snapshot = new PipelineSnapshot
        {
            Pipeline = _settings.Name,
            RunId = Id,
            TakenAt = now,
            Elapsed = elapsed,
            State = State,
            LastProgressAt = now - idle,
            TimeWithoutProgress = idle,
            IsStalled = timeout != Timeout.InfiniteTimeSpan && idle >= timeout,
            Rows = rows,
            SourcesListed = sources.Listed,
            SourcesCompleted = sources.Completed,
            SourcesSkipped = sources.Skipped,
            SourcesFailed = sources.Failed,
            Batches = batches,
            Retries = _retry.Retries,
            Producers = [.. sample.Producers.Select((look, i) => new ProducerSnapshot
            {
                Number = _producers[i].Number,
                State = look.State,
                TimeInState = TimeSince(sample.Since[i], sample.At),
                Source = look.Source?.Name,
                RowNumber = look.RowNumber,
                RowsUnderWay = look.RowsUnderWay,
                OldestRowUnderWay = look.OldestRowUnderWay,
            })],
            Channel = LookAtChannel(sample),
            Writer = LookAtWriter(batches, sample.At, now),
            Failure = _control.Failure?.What,
        };
        return snapshot with { WaitsFor = SnapshotWords.WaitsFor(snapshot) };
    }

    private ProgressMark MarkProgress() => new(_sources.Count(), CountDecided(), _counts.Batches, _loaderCall.Turns);

    private long CountDecided() => _counts.Loaded + _counts.Unchanged + _counts.Ignored + _counts.Filtered + _counts.Rejected;

    private ChannelSnapshot LookAtChannel(RunSample sample)
    {
        var (chunks, rows) = _channel.Fill;
        return new ChannelSnapshot
        {
            Rows = rows,
            RowCapacity = _settings.Options.ChannelCapacity,
            Chunks = chunks,
            ChunkCapacity = _channel.Layout.Chunks,
            ProducersWaiting = sample.Producers.Count(look => look.State == ProducerState.WaitingForChannel),
        };
    }

    private WriterSnapshot LookAtWriter(long batches, long at, DateTimeOffset now)
    {
        var call = _loaderCall.Look();
        var retry = call is null ? null : _retry.Current;
        var batchRows = _batch.Count;
        var (state, since) = _writerState.Look();
        if (call is not null)
        {
            (state, since) = retry switch
            {
                { IsUnderWay: false } => (WriterState.Retrying, retry.LastFailedAt),
                _ => (call.State, call.Since),
            };
        }
        else if (state == WriterState.WaitingForRows && batchRows + _batch.Rejects.Count > 0)
        {
            (state, since) = (WriterState.Gathering, _gatherer.FirstRowAt);
        }

        return new WriterSnapshot
        {
            State = state,
            TimeInState = TimeSince(since, at),
            Loader = _loaderName,
            BatchNumber = batches + 1,
            BatchRows = batchRows,
            BatchRejects = _batch.Rejects.Count,
            Call = call?.Name,
            CallTime = call is null ? TimeSpan.Zero : TimeSince(call.Since, at),
            Retry = retry is null ? null : new RetrySnapshot
            {
                Number = retry.Number,
                ErrorType = retry.ErrorType,
                FirstFailedAt = now - TimeSince(retry.FirstFailedAt, at),
                LastFailedAt = now - TimeSince(retry.LastFailedAt, at),
                Delay = retry.Delay,
            },
        };
    }

    // What began after the sample was taken has taken no time yet.
    private TimeSpan TimeSince(long timestamp, long at)
    {
        var time = _settings.TimeProvider.GetElapsedTime(timestamp, at);
        return time > TimeSpan.Zero ? time : TimeSpan.Zero;
    }
}
