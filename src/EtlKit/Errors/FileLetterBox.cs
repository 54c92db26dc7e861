using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>The dead letters in a reject file. A letter is known by the place where its line begins.</summary>
/// <remarks>The file is read through once to find the letters of each source; 8 bytes a letter are kept. Safe for concurrent reading after that.</remarks>
internal sealed class FileLetterBox(string path, ILogger logger) : ILetterBox
{
    private readonly Dictionary<string, List<long>> _letters = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<string> ListSourcesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FindLettersAsync(cancellationToken).ConfigureAwait(false);
        foreach (var source in _letters.Keys.ToList())
        {
            yield return source;
        }
    }

    public async IAsyncEnumerable<DeadLetter> ReadAsync(string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_letters.TryGetValue(source, out var places))
        {
            yield break;
        }

        using var lines = Open();
        foreach (var place in places)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var line = await lines.ReadAsync(place, cancellationToken).ConfigureAwait(false);
            using var json = JsonDocument.Parse(line!.Value);
            yield return new DeadLetter(place, RejectJson.Read(json.RootElement));
        }
    }

    private async ValueTask FindLettersAsync(CancellationToken cancellationToken)
    {
        _letters.Clear();
        if (!File.Exists(path))
        {
            return;
        }

        var replayed = new HashSet<long>();
        using var lines = Open();
        long place = 0;
        while (await lines.ReadAsync(place, cancellationToken).ConfigureAwait(false) is { } line)
        {
            Note(line, place, replayed);
            place = lines.Position;
        }

        foreach (var (source, places) in _letters.ToList())
        {
            if (places.RemoveAll(replayed.Contains) > 0 && places.Count == 0)
            {
                _letters.Remove(source);
            }
        }
    }

    private void Note(ReadOnlyMemory<byte> line, long place, HashSet<long> replayed)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (RejectJson.TryReadMark(json.RootElement, out var letter, out var isReplayed))
            {
                if (isReplayed)
                {
                    replayed.Add(letter);
                }

                return;
            }

            var source = RejectJson.Read(json.RootElement).Source;
            if (!_letters.TryGetValue(source, out var places))
            {
                _letters.Add(source, places = []);
            }

            places.Add(place);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Such as the last line of a process that was killed as it wrote it.
            Log.RejectLineUnreadable(logger, exception, place, LogText.Clean(path));
        }
    }

    private LineFile Open() => new(path);
}
