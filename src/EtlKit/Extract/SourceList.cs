using System.Globalization;

namespace EtlKit;

/// <summary>The sources of a run, handed to the producers one by one as they are listed. Safe for concurrent use.</summary>
internal sealed class SourceList<TRow>(IAsyncEnumerable<ISource<TRow>> listing, TimeProvider time, CancellationToken stop) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ISource<TRow>> _listing = listing.GetAsyncEnumerator(stop);
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Changed by whoever has the turn.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _listed;
    private bool _ended;
    private volatile bool _isListing;

    // Changed by whoever has the turn, read by everyone.
    private readonly Lock _lock = new();
    private readonly List<SourceRun> _runs = [];
    private volatile bool _isComplete;

    // What the first sources came to, which have ended: whoever counts looks at the others only.
    private int _counted;
    private SourceTotals _totals;
    private ByteTotals _bytes;

    /// <summary>Whether the listing has been asked for a source and has not answered yet.</summary>
    public bool IsListing => _isListing;

    public SourceRun[] Runs
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs];
            }
        }
    }

    /// <summary>Whether every source was listed.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>Adds up what has become of the sources.</summary>
    public SourceTotals Count()
    {
        lock (_lock)
        {
            CountEnded();
            var totals = _totals;
            for (var i = _counted; i < _runs.Count; i++)
            {
                totals.Add(_runs[i]);
            }

            return totals;
        }
    }

    /// <summary>Adds up the bytes of the sources.</summary>
    public ByteTotals CountBytes()
    {
        lock (_lock)
        {
            CountEnded();
            var bytes = _bytes;
            for (var i = _counted; i < _runs.Count; i++)
            {
                bytes.Add(_runs[i]);
            }

            return bytes;
        }
    }

    /// <summary>Takes the next source.</summary>
    /// <returns>Null when there is none left, or the listing has failed before.</returns>
    /// <exception cref="Exception">The listing has failed.</exception>
    public async ValueTask<(ISource<TRow> Source, SourceRun Run)?> TakeAsync()
    {
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (_ended)
            {
                return null;
            }

            // Whatever happens in between, a listing that doesn't give a source is not asked again.
            _ended = true;
            _isListing = true;
            if (!await _listing.MoveNextAsync().ConfigureAwait(false))
            {
                _isComplete = true;
                return null;
            }

            var source = Checked(_listing.Current);
            var run = new SourceRun(source.Name, time);
            lock (_lock)
            {
                _runs.Add(run);
            }

            _ended = false;
            return (source, run);
        }
        finally
        {
            _isListing = false;
            _ = _turn.Release();
        }
    }

    /// <summary>Ends the listing. No producer may be waiting for a source.</summary>
    public ValueTask DisposeAsync() => _listing.DisposeAsync();

    private void CountEnded()
    {
        while (_counted < _runs.Count && _runs[_counted].HasEnded)
        {
            var run = _runs[_counted++];
            _totals.Add(run);
            _bytes.Add(run);
        }
    }

    /// <summary>Puts a source that fails in the place of one that can't be told from the others.</summary>
    private ISource<TRow> Checked(ISource<TRow> source)
    {
        _listed++;
        var place = string.Create(CultureInfo.InvariantCulture, $"source {_listed}");
        var name = source.Name;
        if (string.IsNullOrWhiteSpace(name))
        {
            return new BrokenSource<TRow>(
                place, "The extractor has no name. It needs a Name that identifies its source, such as its path relative to a root.");
        }

        if (RejectFile.IsCheckpointName(name))
        {
            return new BrokenSource<TRow>(
                place, $"The extractor is named '{LogText.Clean(name)}', as a reject file is among the checkpoints: give it another Name.");
        }

        return _names.Add(name)
            ? source
            : new BrokenSource<TRow>(
                $"{name} ({place})",
                $"Two sources are named '{LogText.Clean(name)}'. Rejects and reports could not tell them apart: give each extractor a Name of its own.");
    }
}
