namespace EtlKit;

/// <content>How a run is reported.</content>
internal sealed partial class PipelineRun<TRow>
{
    private PipelineReport Conclude(IReadOnlyList<string> abandoned)
    {
        var failure = _control.Failure;
        var report = MakeReport(failure, abandoned);
        _telemetry.Reported(report, _sources.CountBytes().Read, failure);
        var seconds = report.Duration.TotalSeconds;
        var logger = _settings.Logger;
        switch (report.Status)
        {
            case PipelineStatus.Failed:
                Log.RunFailed(logger, failure!.Exception, seconds, report.Rows.Loaded, report.Rows.Unfinished, failure.What);
                throw new PipelineException(
                    $"Pipeline '{_settings.Name}' failed in run {Id}: {report.Failure}", report, failure.Exception)
                {
                    Kind = _classifier.Classify(failure.Exception),
                };

            case PipelineStatus.Cancelled:
                Log.RunCancelled(logger, seconds, report.Rows.Extracted, report.Rows.Loaded, report.Rows.Unfinished);
                throw new PipelineCancelledException(report, _cancellationToken);

            default:
                var rows = report.Rows;
                Log.RunCompleted(
                    logger, seconds, rows.Extracted, rows.Loaded, rows.Unchanged, rows.Ignored, rows.Filtered, rows.Rejected, report.Bottleneck);
                return report;
        }
    }

    private PipelineReport MakeReport(RunFailure? failure, IReadOnlyList<string> abandoned)
    {
        var duration = _settings.TimeProvider.GetElapsedTime(_start);
        var sources = _sources.Runs;
        var rows = CountRows();
        var (byReason, samples) = _rejectLog.Snapshot();
        return new PipelineReport
        {
            Pipeline = _settings.Name,
            RunId = Id,
            Status = failure is not null ? PipelineStatus.Failed
                : !_completed ? PipelineStatus.Cancelled
                : rows.Rejected > 0 ? PipelineStatus.SucceededWithRejects
                : PipelineStatus.Succeeded,
            StartedAt = _startedAt,
            Duration = duration,
            Rows = rows,
            Sources = [.. sources.Select(source => new SourceReport
            {
                Name = source.Name,
                Status = source.Status,
                ResumedAfter = source.Start.RowsBegun,
                Extracted = source.Extracted,
                Expanded = source.Expanded,
                Written = HasLoaded ? source.Written : 0,
                Filtered = source.Filtered,
                Rejected = source.Rejected,
                Failure = source.Failure,
            })],
            Batches = _counts.Batches,
            Retries = _retry.Retries,
            ProducerWait = _channel.ProducerWait,
            WriterWait = _gatherer.Wait,
            Bottleneck = _counts.Batches == 0 ? "nothing to load" : Bottleneck.InWords(
                duration, _channel.ProducerWait, Math.Min(_producers.Length, sources.Length), _gatherer.Wait),
            RejectsByReason = byReason,
            RejectSamples = samples,
            Abandoned = abandoned,
            Failure = failure is null ? null : $"{failure.What}: {failure.Exception.Message}",
        };
    }

    // Rows that were staged for a swap that never came are not in the target.
    private bool HasLoaded => !_isStaged || _completed || !(_control.Stop.IsCancellationRequested || _control.Failure is not null);

    private RowLedger CountRows()
    {
        // Rows are decided after they are extracted, so they are counted before: whoever looks at a run that goes on never sees more of them decided.
        var hasLoaded = HasLoaded;
        var rows = new RowLedger
        {
            Loaded = hasLoaded ? _counts.Loaded : 0,
            Unchanged = hasLoaded ? _counts.Unchanged : 0,
            Ignored = hasLoaded ? _counts.Ignored : 0,
            Filtered = _counts.Filtered,
            Rejected = _counts.Rejected,
        };
        Volatile.ReadBarrier();
        var sources = _sources.Count();
        return rows with
        {
            Extracted = sources.Extracted,
            Expanded = sources.Expanded,
            Unfinished = sources.Extracted + sources.Expanded - rows.Decided,
        };
    }
}
