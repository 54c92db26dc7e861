namespace EtlKit.Tests.Model;

/// <summary>Gives the rows of a source, and whatever trouble there is.</summary>
internal static class SourceExtractor
{
    public const string Reason = "the source says no";

    public static IExtractor<string> Make(Source source, Trouble trouble) =>
        source.Kind == SourceKind.Plain ? new Plain(source, trouble) : new Resumable(source, trouble);

    private sealed class Plain(Source source, Trouble trouble) : IExtractor<string>
    {
        public string Name => source.Name;

        public async IAsyncEnumerable<string> ExtractAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var index = 0; index < source.Rows; index++)
            {
                if (source.PausesAt(index))
                {
                    await Task.Yield();
                }

                trouble.ThrowIfSourceFails(source.Number, index);
                yield return source.RowAt(index);
            }
        }
    }

    private sealed class Resumable(Source source, Trouble trouble) : IResumableExtractor<string>
    {
        public string Name => source.Name;

        public IAsyncEnumerable<string> ExtractAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<Extracted<string>> ExtractFromAsync(SourcePosition start, CancellationToken cancellationToken) =>
            new Rows(source, trouble, (int)start.Rows);

        public ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken) =>
            new(source.Kind == SourceKind.Recognisable ? new SourceFingerprint(source.Rows, null, "head", $"before {position.Rows}") : null);
    }

    private sealed class Rows(Source source, Trouble trouble, int next) : IAsyncEnumerable<Extracted<string>>, IAsyncEnumerator<Extracted<string>>, IRawTextSource
    {
        private int _index = next - 1;

        public string? RawText => source.RawTextAt(_index);

        public Extracted<string> Current => source.IsRejectedAt(_index)
            ? new(new Rejection(Reason), Position, source.LineNumberAt(_index))
            : new(source.RowAt(_index), Position, source.LineNumberAt(_index));

        private SourcePosition Position => new(_index + 1, _index + 101, 7 * (_index + 1));

        public IAsyncEnumerator<Extracted<string>> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            if (++_index >= source.Rows)
            {
                return new(false);
            }

            trouble.ThrowIfSourceFails(source.Number, _index);
            return source.PausesAt(_index) ? PauseAsync() : new(true);
        }

        public ValueTask DisposeAsync() => default;

        private static async ValueTask<bool> PauseAsync()
        {
            await Task.Yield();
            return true;
        }
    }
}
