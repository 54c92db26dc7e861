namespace EtlKit.Tests;

/// <summary>A loader that keeps what it was given, and does what a test tells it to do.</summary>
internal sealed class Collected<TRow> : ILoader<TRow>, ILoadSession<TRow>, IRowSizer<TRow>
{
    private readonly Lock _lock = new();
    private readonly List<TRow[]> _batches = [];

    public string Name => "collected";

    /// <summary>Called with each batch before it is kept.</summary>
    public Func<RowBatch<TRow>, CancellationToken, ValueTask>? OnLoad { get; init; }

    public Func<CancellationToken, ValueTask>? OnOpen { get; init; }

    public Func<CancellationToken, ValueTask>? OnComplete { get; init; }

    public Func<ValueTask>? OnDispose { get; init; }

    public Func<Exception, ErrorKind>? OnClassify { get; init; }

    public Func<RowBatch<TRow>, LoadResult>? Result { get; init; }

    public bool LoadsAtCompletion { get; init; }

    /// <summary>Whether batches may become large, by how many were loaded.</summary>
    public Func<int, bool>? OnPrefersLargeBatches { get; init; }

    public bool PrefersLargeBatches => OnPrefersLargeBatches?.Invoke(Batches.Length) ?? false;

    public Func<TRow, int> Size { get; init; } = _ => 0;

    /// <summary>The token that the last load got.</summary>
    public CancellationToken OnLoadToken { get; private set; }

    public int Opened { get; private set; }

    public int Completed { get; private set; }

    public int Disposed { get; private set; }

    public LoadContext? Context { get; private set; }

    public TRow[][] Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    public TRow[] Rows => [.. Batches.SelectMany(batch => batch)];

    public async ValueTask<ILoadSession<TRow>> OpenAsync(LoadContext context, CancellationToken cancellationToken)
    {
        Context = context;
        Opened++;
        if (OnOpen is not null)
        {
            await OnOpen(cancellationToken);
        }

        return this;
    }

    public async ValueTask<LoadResult> LoadAsync(RowBatch<TRow> batch, CancellationToken cancellationToken)
    {
        OnLoadToken = cancellationToken;
        if (OnLoad is not null)
        {
            await OnLoad(batch, cancellationToken);
        }

        lock (_lock)
        {
            _batches.Add([.. batch]);
        }

        return Result?.Invoke(batch) ?? new LoadResult(batch.Count);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (OnComplete is not null)
        {
            await OnComplete(cancellationToken);
        }

        Completed++;
    }

    public async ValueTask DisposeAsync()
    {
        Disposed++;
        if (OnDispose is not null)
        {
            await OnDispose();
        }
    }

    public ErrorKind Classify(Exception exception) => OnClassify?.Invoke(exception) ?? ErrorKind.Fatal;

    public int GetSize(TRow row) => Size(row);
}
