namespace EtlKit.Tests;

/// <summary>A transactional target in memory. What is committed in it survives a run that is killed.</summary>
internal sealed class Ledgered<TRow> : ILoader<TRow>, IRejectStore
{
    private readonly List<TRow> _rows = [];
    private readonly Dictionary<string, SourceCheckpoint> _checkpoints = [];

    public string Name => "ledgered";

    public LoaderCapabilities Capabilities { get; init; } = LoaderCapabilities.Transactional;

    /// <summary>Why a row is refused, given the rows that are in the transaction or committed; null when it isn't.</summary>
    public Func<TRow, IReadOnlyCollection<TRow>, string?> Refuse { get; init; } = (_, _) => null;

    /// <summary>Whether a refused row ends the transaction, as a trigger can make it do.</summary>
    public Func<TRow, bool> EndsTransaction { get; init; } = _ => false;

    /// <summary>Called at each step (begin, write, lock, save, commit, committed, and locked for a commit of nothing but the lock) with its name; an exception that it returns is thrown there.</summary>
    public Func<string, Exception?> OnStep { get; set; } = _ => null;

    /// <summary>Which errors are transient beside time-outs.</summary>
    public Func<Exception, bool> Transient { get; init; } = _ => false;

    public int Writes { get; private set; }

    public int Begun { get; private set; }

    /// <summary>How many runs have said that they are complete, in a transaction that was committed.</summary>
    public int CompletedRuns { get; private set; }

    public IReadOnlyList<TRow> Rows => _rows;

    /// <summary>The rejects that are stored, each with what became of it: open, still bad or replayed.</summary>
    public List<(DeadLetter Letter, string Status)> Letters { get; } = [];

    /// <summary>The run lock that is stored; tests may put another one there.</summary>
    public RunLock? Lock { get; set; }

    public IReadOnlyDictionary<string, SourceCheckpoint> Checkpoints => _checkpoints;

    public ErrorKind Classify(Exception exception) => exception switch
    {
        FormatException => ErrorKind.Data,
        TimeoutException => ErrorKind.Transient,
        _ when Transient(exception) => ErrorKind.Transient,
        _ => ErrorKind.Fatal,
    };

    public ValueTask<ILoadSession<TRow>> OpenAsync(LoadContext context, CancellationToken cancellationToken) => new(new Session(this));

    public ValueTask<RejectStoreSize> MeasureRejectsAsync(string pipeline, CancellationToken cancellationToken) => new(new RejectStoreSize(Letters.Count, Letters.Sum(stored => 100L + stored.Letter.Reject.Reason.Length)));

    public IAsyncEnumerable<string> ListRejectedSourcesAsync(string pipeline, CancellationToken cancellationToken) =>
        OpenLetters().Select(letter => letter.Reject.Source).Distinct().ToAsyncEnumerable();

    public IAsyncEnumerable<DeadLetter> ReadRejectsAsync(string pipeline, string source, CancellationToken cancellationToken) =>
        OpenLetters().Where(letter => letter.Reject.Source == source).ToAsyncEnumerable();

    private List<DeadLetter> OpenLetters()
    {
        lock (Letters)
        {
            return [.. Letters.Where(stored => stored.Status != "replayed").Select(stored => stored.Letter)];
        }
    }

    private void Step(string name)
    {
        if (OnStep(name) is { } exception)
        {
            throw exception;
        }
    }

    private sealed class Session(Ledgered<TRow> target) : ITransactionalLoadSession<TRow>
    {
        private Transaction? _open;

        public ValueTask<IReadOnlyList<SourceCheckpoint>> ReadCheckpointsAsync(CancellationToken cancellationToken) => new([.. target._checkpoints.Values]);

        public ValueTask<RunLock?> ReadRunLockAsync(CancellationToken cancellationToken) => new(_open is { IsOpen: true, IsDisposed: false } ? _open.Lock : target.Lock);

        public ValueTask<ILoadTransaction<TRow>> BeginAsync(CancellationToken cancellationToken)
        {
            (_open is null or { IsDisposed: true }).Should().BeTrue("a transaction is disposed before the next one begins");
            target.Step("begin");
            target.Begun++;
            _open = new Transaction(target);
            return new(_open);
        }

        public ValueTask<LoadResult> LoadAsync(RowBatch<TRow> batch, CancellationToken cancellationToken) =>
            throw new NotSupportedException("a transactional session is loaded through transactions");

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }

    private sealed class Transaction(Ledgered<TRow> target) : ILoadTransaction<TRow>
    {
        private readonly List<TRow> _rows = [.. target._rows];
        private LoadProgress? _progress;
        private bool _hasWritten;

        public RunLock? Lock { get; private set; } = target.Lock;

        public bool IsDisposed { get; private set; }

        public bool IsOpen { get; private set; } = true;

        public ValueTask<LoadResult> WriteAsync(ReadOnlyMemory<TRow> rows, CancellationToken cancellationToken)
        {
            IsOpen.Should().BeTrue("nothing is written once the transaction has ended");
            _hasWritten = true;
            target.Writes++;
            target.Step("write");
            var before = _rows.Count;
            _rows.AddRange(rows.Span);
            foreach (var row in rows.ToArray())
            {
                if (target.Refuse(row, _rows) is { } reason)
                {
                    _rows.RemoveRange(before, _rows.Count - before);
                    IsOpen = !target.EndsTransaction(row);
                    throw new FormatException(reason);
                }
            }

            return new(new LoadResult(rows.Length));
        }

        public ValueTask<bool> TryLockAsync(RunLock runLock, long replacedEpoch, CancellationToken cancellationToken)
        {
            target.Step("lock");
            if ((target.Lock?.Epoch ?? 0) != replacedEpoch)
            {
                return new(false);
            }

            Lock = runLock;
            return new(true);
        }

        public ValueTask SaveAsync(LoadProgress progress, CancellationToken cancellationToken)
        {
            target.Step("save");
            _progress = progress;
            return default;
        }

        public ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            IsOpen.Should().BeTrue();
            target.Step("commit");
            target._rows.Clear();
            target._rows.AddRange(_rows);
            target.Lock = Lock;
            Apply(_progress ?? new LoadProgress());
            IsOpen = false;
            target.Step(_progress is null && !_hasWritten ? "locked" : "committed");
            return default;
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return default;
        }

        private void Apply(LoadProgress progress)
        {
            foreach (var checkpoint in progress.Checkpoints)
            {
                target._checkpoints[checkpoint.Source] = checkpoint;
            }

            lock (target.Letters)
            {
                foreach (var reject in progress.Rejects)
                {
                    target.Letters.Add((new DeadLetter(target.Letters.Count + 1, reject), "open"));
                }

                foreach (var (id, reject) in progress.Replayed)
                {
                    var index = target.Letters.FindIndex(stored => stored.Letter.Id == id);
                    var letter = target.Letters[index].Letter;
                    target.Letters[index] = reject is null ? (letter, "replayed") : (letter with { Reject = reject }, "still bad");
                }
            }

            if (progress.CompletesRun)
            {
                target.CompletedRuns++;
                foreach (var (source, checkpoint) in target._checkpoints.ToArray())
                {
                    if (checkpoint.Fingerprint is null)
                    {
                        target._checkpoints.Remove(source);
                    }
                    else
                    {
                        target._checkpoints[source] = checkpoint with { Rejected = 0 };
                    }
                }
            }
        }
    }
}
