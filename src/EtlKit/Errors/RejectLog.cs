using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Logs rejects, counts them by reason and keeps the first of them as samples.</summary>
/// <remarks>Producers call <see cref="Write"/>, concurrently. The writer alone calls <see cref="Count"/>.</remarks>
internal sealed class RejectLog(PipelineOptions options, bool areStored, ILogger logger)
{
    /// <summary>Reasons that are counted one by one; a reason that quotes values must not make the counts grow without bound.</summary>
    private const int MaxReasons = 100;

    private const string OtherReasons = "(other reasons)";

    /// <summary>Samples are there to be looked at: of a longer text, its start is enough.</summary>
    private const int MaxSampleTextLength = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _byReason = new(StringComparer.Ordinal);
    private readonly List<Reject> _samples = [];
    private int _logged;
    private volatile bool _hasAllSamples = options.MaxRejectSamples == 0;

    /// <summary>Whether anybody will look at the text of further rejects: of many, making it would cost more than all else. Safe from anywhere.</summary>
    public bool WantsText => areStored || !_hasAllSamples;

    /// <summary>Logs a reject: the first ones as warnings, the others at level Debug.</summary>
    public void Write(in RejectEntry reject, Exception? exception)
    {
        // Once past the limit the counter stays there, so that it can't wrap around.
        var asWarning = Volatile.Read(ref _logged) < options.MaxLoggedRejects
            && Interlocked.Increment(ref _logged) <= options.MaxLoggedRejects;
        if (!asWarning && !logger.IsEnabled(LogLevel.Debug))
        {
            return;
        }

        // The exception's message often quotes the value that caused it.
        var shown = options.IncludeValuesInReasons ? exception : null;
        var source = LogText.Clean(reject.Source);
        var reason = LogText.Clean(reject.Reason);
        switch (reject.Stage, asWarning)
        {
            case (RejectStage.Extract, true):
                Log.RowRejectedByExtract(logger, shown, source, reject.RowNumber, reject.LineNumber, reason);
                break;
            case (RejectStage.Extract, false):
                Log.RowRejectedByExtractQuietly(logger, shown, source, reject.RowNumber, reject.LineNumber, reason);
                break;
            case (RejectStage.Load, true):
                Log.RowRejectedByLoad(logger, shown, source, reject.RowNumber, reject.LineNumber, reason);
                break;
            case (RejectStage.Load, false):
                Log.RowRejectedByLoadQuietly(logger, shown, source, reject.RowNumber, reject.LineNumber, reason);
                break;
            case (_, true):
                Log.RowRejectedByTransform(logger, shown, source, reject.RowNumber, reject.LineNumber, reason);
                break;
            default:
                Log.RowRejectedByTransformQuietly(logger, shown, source, reject.RowNumber, reject.LineNumber, reason);
                break;
        }
    }

    /// <summary>Counts the rejects of a batch that was committed.</summary>
    public void Count(RejectList rejects)
    {
        lock (_lock)
        {
            var entries = rejects.Entries;
            for (var start = 0; start < entries.Length;)
            {
                var end = EndOfReason(entries, start);
                var reason = entries[start].Reason;
                reason = _byReason.Count < MaxReasons || _byReason.ContainsKey(reason) ? reason : OtherReasons;
                _byReason[reason] = _byReason.GetValueOrDefault(reason) + end - start;
                start = end;
            }

            for (var i = 0; !_hasAllSamples && i < entries.Length; i++)
            {
                AddSample(entries[i].ToReject());
            }
        }
    }

    public (IReadOnlyDictionary<string, long> ByReason, IReadOnlyList<Reject> Samples) Snapshot()
    {
        lock (_lock)
        {
            return (new Dictionary<string, long>(_byReason, StringComparer.Ordinal), [.. _samples]);
        }
    }

    /// <summary>Where the rejects end that are there for the reason of one: mostly it is the same object, which saves looking it up for each.</summary>
    private static int EndOfReason(ReadOnlySpan<RejectEntry> rejects, int start)
    {
        var end = start + 1;
        while (end < rejects.Length && ReferenceEquals(rejects[end].Reason, rejects[start].Reason))
        {
            end++;
        }

        return end;
    }

    private void AddSample(Reject reject)
    {
        _samples.Add(reject.RawText?.Length > MaxSampleTextLength
            ? reject with { RawText = reject.RawText[..MaxSampleTextLength] + "…" }
            : reject);
        _hasAllSamples = _samples.Count >= options.MaxRejectSamples;
    }
}
