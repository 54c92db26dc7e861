namespace EtlKit.Tests;

/// <summary>A resumable source of lines of text in memory, with a fingerprint, which can be changed between runs.</summary>
internal sealed class TextSource(string name, params IEnumerable<string> lines) : IResumableExtractor<string>
{
    private const int Block = 4;

    public string Name => name;

    public List<string> Lines { get; } = [.. lines];

    public DateTimeOffset ModifiedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public bool FingerprintFails { get; set; }

    /// <summary>Where each reading has begun, in rows.</summary>
    public List<long> Starts { get; } = [];

    public IAsyncEnumerable<string> ExtractAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<Extracted<string>> ExtractFromAsync(
        SourcePosition start, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Starts.Add(start.Rows);
        for (var i = (int)start.Rows; i < Lines.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var position = new SourcePosition(i + 1, i + 1, Length(i + 1));
            yield return Lines[i].StartsWith('!') ? new(new Rejection("bad") { RawText = Lines[i] }, position, i + 1) : new(Lines[i], position, i + 1);
            await Task.CompletedTask;
        }
    }

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
}
