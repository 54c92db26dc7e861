namespace EtlKit;

/// <content>How far a run has come.</content>
internal sealed partial class PipelineRun<TRow>
{
    private readonly ProgressMeter _progressMeter = new();

    /// <summary>Learns how much there is to do, for those who want to know. That it can't be told is no fault of the run.</summary>
    private async ValueTask MeasureAsync()
    {
        if (!_progress.IsOn)
        {
            return;
        }

        try
        {
            _progressMeter.Size = await _plan.MeasureAsync(_control.Stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_control.Stop.IsCancellationRequested)
        {
            Log.SequenceNotMeasured(_settings.Logger, exception);
        }
    }

    private PipelineProgress LookAtProgress() => _progressMeter.Measure(
        _settings.TimeProvider.GetElapsedTime(_start), _counts, _sources.Count(), _sources.CountBytes(), _sources.IsComplete);
}
