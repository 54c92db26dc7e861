namespace EtlKit.Tests;

/// <summary>A resumable source of lines of text in memory, with a fingerprint, which can be changed between runs. Lines that begin with "!" are bad.</summary>
internal sealed class TextSource(string name, params IEnumerable<string> lines) : IResumableExtractor<string>, IReplayableExtractor<string>, ITransformer<string, string>
{
    private const int Block = 4;

    public string Name => name;

    public List<string> Lines { get; } = [.. lines];

    public DateTimeOffset ModifiedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public bool FingerprintFails { get; set; }

    /// <summary>Whether no line is bad any more.</summary>
    public bool AcceptsAll { get; set; }

    /// <summary>Where each reading has begun, in rows.</summary>
    public List<long> Starts { get; } = [];

    public IAsyncEnumerable<string> ExtractAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<Extracted<string>> ExtractFromAsync(SourcePosition start, CancellationToken cancellationToken)
    {
        Starts.Add(start.Rows);
        return new Sequence(this, (int)start.Rows, cancellationToken);
    }

    public ValueTask<ITransformer<string, string>> OpenParserAsync(CancellationToken cancellationToken) => new(this);

    public TransformResult<string> Transform(string row, RowContext context) =>
        row.StartsWith('!') && !AcceptsAll ? new Rejection("bad") { RawText = row, Code = "E1" } : row;

    public ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken)
    {
        if (FingerprintFails)
        {
            throw new IOException("the source is gone");
        }

        var text = string.Concat(Lines.Select(line => line + "\n"));
        if (text.Length < position.Bytes)
        {
            return new((SourceFingerprint?)null);
        }

        var read = text[..(int)position.Bytes];
        return new(new SourceFingerprint(text.Length, ModifiedAt, read[..Math.Min(Block, read.Length)], read[^Math.Min(Block, read.Length)..]));
    }

    private int Length(int count) => Lines.Take(count).Sum(line => line.Length + 1);

    private sealed class Sequence(TextSource source, int index, CancellationToken cancellationToken)
        : IAsyncEnumerable<Extracted<string>>, IAsyncEnumerator<Extracted<string>>, IRawTextSource
    {
        public Extracted<string> Current { get; private set; }

        public string? RawText { get; private set; }

        public IAsyncEnumerator<Extracted<string>> GetAsyncEnumerator(CancellationToken cancellationToken) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (index >= source.Lines.Count)
            {
                return new(false);
            }

            RawText = source.Lines[index++];
            var position = new SourcePosition(index, index, source.Length(index));
            var result = source.Transform(RawText, default);
            Current = result.Rejection is { } rejection ? new(rejection, position, index) : new(result.Row, position, index);
            return new(true);
        }

        public ValueTask DisposeAsync() => default;
    }
}
