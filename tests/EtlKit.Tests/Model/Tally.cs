using System.Collections.Concurrent;

namespace EtlKit.Tests.Model;

/// <summary>Counts over all cases of a property what has really happened, so that a property that tries nothing fails. Safe for concurrent use.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _lastToLeave = new(StringComparer.Ordinal);
    private long _arrivals;

    public void Count(string what, long times = 1) => _ = _counts.AddOrUpdate(what, times, (_, before) => before + times);

    /// <summary>A row begins to wait in an asynchronous step.</summary>
    public long Arrive() => Interlocked.Increment(ref _arrivals);

    /// <summary>It goes on, perhaps after one of the same source that came later.</summary>
    public void Leave(string lane, long arrival)
    {
        if (_lastToLeave.TryGetValue(lane, out var last) && last > arrival)
        {
            Count("overtaken");
        }

        _lastToLeave[lane] = arrival;
    }

    public void ShouldHaveSeen(params string[] everything)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{this}");
        everything.Where(what => !_counts.ContainsKey(what)).Should().BeEmpty("what never happens isn't tried; there were {0}", this);
    }

    public override string ToString() => string.Join(", ", _counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value} × {count.Key}"));
}
