namespace EtlKit;

/// <content>What metrics and traces see of a run.</content>
internal sealed partial class PipelineRun<TRow>
{
    private RunTelemetry MakeTelemetry()
    {
        var (instruments, guard) = _settings.Telemetry;
        var tags = new RunTags(_settings.Name, TagNames.KindOf(_isReplay));
        return new RunTelemetry(
            new RunMetrics(instruments, guard, tags, _settings.TimeProvider, CountForMetrics, () => _channel.Fill.Rows, _settings.Options.ChannelCapacity),
            new RunTrace(guard, tags, Id, _loaderName, _settings.Options.IncludeValuesInReasons));
    }

    private IBatchLoader<TRow> Traced(IBatchLoader<TRow> loader) =>
        _telemetry.Trace.IsOn ? new TracedBatchLoader<TRow>(loader, _telemetry.Trace, _counts) : loader;

    /// <summary>Counts what will not be taken back: a counter only goes up.</summary>
    private RunCounts CountForMetrics()
    {
        // Rows that are staged are in the target, or not, when the run is completed.
        var isInTarget = !_isStaged;
        var sources = _sources.Count();
        var rows = new RowLedger
        {
            Extracted = sources.SettledExtracted,
            Expanded = sources.SettledExpanded,
            Loaded = isInTarget ? _counts.Loaded : 0,
            Unchanged = isInTarget ? _counts.Unchanged : 0,
            Ignored = isInTarget ? _counts.Ignored : 0,
            Filtered = _counts.Filtered,
        };
        return new RunCounts(rows, sources, _sources.CountBytes().Read, _channel.ProducerWait, _gatherer.Wait);
    }
}
