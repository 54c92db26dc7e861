namespace EtlKit;

/// <summary>
/// Looks at a run and remembers what it saw, to tell since when nothing has changed: looking once a second costs the run nothing, writing down the time with every
/// row would.
/// </summary>
/// <remarks>Safe for concurrent use. Whoever looks waits at most for another who looks, never for the run.</remarks>
internal sealed class RunSampler(Func<ProgressMark> lookAtProgress, Func<ProducerLook[]> lookAtProducers, TimeProvider time)
{
    private readonly Lock _lock = new();
    private ProgressMark _progress;
    private long _progressAt = time.GetTimestamp();
    private ProducerLook[] _producers = [];
    private long[] _seenSince = [];

    public RunSample Take()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (lookAtProgress() is var progress && progress != _progress)
            {
                _progress = progress;
                _progressAt = now;
            }

            var producers = lookAtProducers();
            var seenSince = new long[producers.Length];
            for (var i = 0; i < producers.Length; i++)
            {
                var isSame = i < _producers.Length && producers[i] == _producers[i];
                seenSince[i] = isSame ? _seenSince[i] : now;
            }

            (_producers, _seenSince) = (producers, seenSince);
            return new RunSample(now, _progressAt, producers, [.. producers.Select((look, i) => look.RowsGoBy ? seenSince[i] : look.Since)]);
        }
    }
}
