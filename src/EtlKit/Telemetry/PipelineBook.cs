using System.Diagnostics.Metrics;

namespace EtlKit;

/// <summary>What observable instruments look at: the runs that are under way, and when those of each pipeline have succeeded. Safe for concurrent use.</summary>
/// <remarks>
/// A run is held only while it is under way, and a pipeline not at all: its name stays, so that it can be told that there was no success for long. Of names that
/// nobody has used for longest, those beyond a thousand are forgotten.
/// </remarks>
internal sealed class PipelineBook
{
    private const int MaxPipelines = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<RunTags, Entry> _entries = [];
    private long _used;

    /// <summary>The codes that metrics of a pipeline tell apart.</summary>
    public RejectCodes CodesOf(RunTags tags)
    {
        lock (_lock)
        {
            return EntryOf(tags).Codes;
        }
    }

    public void Begin(RunTags tags, ILiveRun run)
    {
        lock (_lock)
        {
            EntryOf(tags).Runs.Add(run);
        }
    }

    public void End(RunTags tags, ILiveRun run)
    {
        lock (_lock)
        {
            _ = _entries.TryGetValue(tags, out var entry) && entry.Runs.Remove(run);
        }
    }

    public void Succeeded(RunTags tags, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(tags, out var entry))
            {
                entry.LastSuccess = at;
            }
        }
    }

    public IEnumerable<Measurement<long>> ActiveRuns() => Observe(
        static _ => true, static entry => (long)entry.Runs.Count);

    public IEnumerable<Measurement<long>> ChannelUsage() => Observe(
        static entry => entry.Runs.Count > 0, static entry => entry.Runs.Sum(run => run.ChannelRows));

    public IEnumerable<Measurement<long>> ChannelLimit() => Observe(
        static entry => entry.Runs.Count > 0, static entry => entry.Runs.Sum(run => run.ChannelCapacity));

    public IEnumerable<Measurement<double>> LastSuccesses() => Observe(
        static entry => entry.LastSuccess is not null, static entry => entry.LastSuccess!.Value.ToUnixTimeMilliseconds() / 1000.0);

    private List<Measurement<T>> Observe<T>(Func<Entry, bool> has, Func<Entry, T> value)
        where T : struct
    {
        lock (_lock)
        {
            return [.. _entries.Where(pair => has(pair.Value)).Select(pair => new Measurement<T>(value(pair.Value), pair.Key.Span))];
        }
    }

    private Entry EntryOf(RunTags tags)
    {
        if (!_entries.TryGetValue(tags, out var entry))
        {
            MakeRoom();
            _entries.Add(tags, entry = new Entry());
        }

        entry.LastUsed = ++_used;
        return entry;
    }

    private void MakeRoom()
    {
        if (_entries.Count >= MaxPipelines && _entries.Where(pair => pair.Value.Runs.Count == 0).ToList() is { Count: > 0 } idle)
        {
            _ = _entries.Remove(idle.MinBy(pair => pair.Value.LastUsed).Key);
        }
    }

    private sealed class Entry
    {
        public List<ILiveRun> Runs { get; } = [];

        public DateTimeOffset? LastSuccess { get; set; }

        public RejectCodes Codes { get; } = new();

        public long LastUsed { get; set; }
    }
}
