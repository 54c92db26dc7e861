using System.Runtime.CompilerServices;

namespace EtlKit.Tests;

/// <summary>A source in memory that tells its bytes: those of its positions, of the length that its fingerprint has.</summary>
internal sealed class Sized(TextSource source) : IResumableExtractor<string>
{
    public string Name => source.Name;

    /// <summary>Thrown when the source is asked for its bytes.</summary>
    public Exception? Failure { get; init; }

    public IAsyncEnumerable<string> ExtractAsync(CancellationToken cancellationToken) => source.ExtractAsync(cancellationToken);

    public ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken) =>
        source.GetFingerprintAsync(position, cancellationToken);

    public IAsyncEnumerable<Extracted<string>> ExtractFromAsync(SourcePosition start, CancellationToken cancellationToken) => new Sequence(this, source, start, cancellationToken);

    private sealed class Sequence(Sized sized, TextSource source, SourcePosition start, CancellationToken cancellationToken)
        : IAsyncEnumerable<Extracted<string>>, IAsyncEnumerator<Extracted<string>>, ISizedSource
    {
        private readonly IAsyncEnumerator<Extracted<string>> _items = source.ExtractFromAsync(start, cancellationToken).GetAsyncEnumerator(cancellationToken);
        private readonly StrongBox<long> _read = new(start.Bytes);

        public Extracted<string> Current => _items.Current;

        public long BytesRead => sized.Failure is { } failure ? throw failure : Volatile.Read(ref _read.Value);

        public long? Length => source.Lines.Sum(line => line.Length + 1);

        public IAsyncEnumerator<Extracted<string>> GetAsyncEnumerator(CancellationToken cancellationToken) => this;

        public async ValueTask<bool> MoveNextAsync()
        {
            if (!await _items.MoveNextAsync())
            {
                return false;
            }

            Volatile.Write(ref _read.Value, Current.Position.Bytes);
            return true;
        }

        public ValueTask DisposeAsync() => _items.DisposeAsync();
    }
}
