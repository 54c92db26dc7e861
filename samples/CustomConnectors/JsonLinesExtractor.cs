using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EtlKit;

namespace CustomConnectors;

/// <summary>An extractor of one's own: reads a file of JSON lines. A line that is not the JSON it should be is rejected, and the rest is read on.</summary>
internal sealed class JsonLinesExtractor<TRow>(string path, JsonTypeInfo<TRow> type) : IResumableExtractor<TRow>
{
    public string Name => Path.GetFileName(path);

    public async IAsyncEnumerable<Extracted<TRow>> ExtractFromAsync(
        SourcePosition start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var line = 0;
        await foreach (var text in File.ReadLinesAsync(path, cancellationToken))
        {
            if (++line > start.Rows) yield return Parse(text, line);
        }
    }

    public IAsyncEnumerable<TRow> ExtractAsync(CancellationToken cancellationToken) =>
        ExtractFromAsync(SourcePosition.Start, cancellationToken).Where(item => item.Rejection is null).Select(item => item.Row);

    private Extracted<TRow> Parse(string text, int line)
    {
        var position = new SourcePosition(line, line);
        try { return new(JsonSerializer.Deserialize(text, type)!, position, line); }
        catch (JsonException) { return new(new Rejection("not valid JSON") { RawText = text }, position, line); }
    }
}
