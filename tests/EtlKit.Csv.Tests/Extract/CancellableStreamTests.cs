namespace EtlKit.Csv.Tests;

/// <summary>Text that never gives a record must not keep a run from stopping.</summary>
public sealed class CancellableStreamTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task MoveNextAsync_CancelledBetweenEndlessBlankLines_Throws(bool readsAsynchronously, bool resumes)
    {
        using var cancellation = new CancellationTokenSource();
        var source = new EndlessSource(cancellation, readsAsynchronously, canSeek: resumes);
        var extractor = new CsvSourceExtractor<string>(source, new CsvSettings(new CsvExtractorOptions()), new CsvFunctionMapping<string>(Read.Fields));
        var start = resumes ? new SourcePosition(1, 2, 6) : SourcePosition.Start;
        await using var items = extractor.ExtractFromAsync(start, cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        if (!resumes)
        {
            (await items.MoveNextAsync()).Should().BeTrue();
        }

        var act = () => items.MoveNextAsync().AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
        source.Stream!.IsClosed.Should().BeFalse();
        await items.DisposeAsync();
        source.Stream.IsClosed.Should().BeTrue();
    }

    private sealed class EndlessSource(CancellationTokenSource cancellation, bool readsAsynchronously, bool canSeek) : ICsvSource
    {
        public string Name => "endless";

        public bool ReadsAsynchronously => readsAsynchronously;

        public EndlessStream? Stream { get; private set; }

        public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => new(Stream = new EndlessStream(cancellation, canSeek));

        public SourceFingerprint? TakeFingerprint(SourcePosition position) => null;
    }

    /// <summary>A header, a row, and then blank lines for ever; the run is to stop when a few have been read.</summary>
    private sealed class EndlessStream(CancellationTokenSource cancellation, bool canSeek) : ForwardStream
    {
        private const int ReadsUntilStop = 20;
        private const int ReadsUntilFailure = 10_000;

        private int _reads;
        private long _position;

        public bool IsClosed { get; private set; }

        public override bool CanSeek => canSeek;

        public override long Length => long.MaxValue;

        public override long Position
        {
            get => _position;
            set => _position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            if (++_reads == ReadsUntilStop)
            {
                cancellation.Cancel();
            }

            if (_reads > ReadsUntilFailure)
            {
                throw new IOException("Nobody stops.");
            }

            buffer.Fill((byte)'\n');
            for (var i = 0; i < buffer.Length && _position + i < Start.Length; i++)
            {
                buffer[i] = Start[(int)_position + i];
            }

            _position += buffer.Length;
            return buffer.Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }

        private static ReadOnlySpan<byte> Start => "id\nabc\n"u8;
    }
}
