using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Decides, by the checkpoints of earlier runs, where a run begins with each source; and makes the checkpoints of this run.</summary>
/// <remarks>Producers ask where to begin, concurrently. The writer makes the checkpoints that are committed with its batches.</remarks>
internal sealed class Checkpoints(
    IEnumerable<SourceCheckpoint> earlier, ChangedSourcePolicy changedSources, bool isIdempotent, bool isReplay, ILogger logger)
{
    /// <summary>A fingerprint that no source has.</summary>
    private static readonly SourceFingerprint Unknown = new(-1, null, "unknown", "unknown");

    private readonly Dictionary<string, SourceCheckpoint> _earlier = earlier.ToDictionary(checkpoint => checkpoint.Source, StringComparer.Ordinal);

    /// <summary>
    /// Whether the end of the run leaves nothing to be continued. A replay, which reads no source, must not forget what a run that was not completed has saved;
    /// a reject file alone, such as a replay leaves that was not completed, is nothing to be continued.
    /// </summary>
    public bool CanForget => !isReplay || _earlier.Values.All(checkpoint =>
        RejectFile.IsCheckpointName(checkpoint.Source) || checkpoint is { IsFinished: true, Fingerprint: not null, Rejected: 0 });

    /// <summary>Where a reject file ended when the last batch of an unfinished run was committed; null when that isn't known.</summary>
    public SourcePosition? PositionOf(RejectFile file) => _earlier.TryGetValue(file.CheckpointName, out var checkpoint) ? checkpoint.Position : null;

    /// <summary>Gives a budget what the runs that this one continues have counted.</summary>
    public void Restore(RejectBudget budget)
    {
        // A source that was finished by a run that completed counts no longer: it has no rejects in its checkpoint, and won't be read.
        var counted = _earlier.Values.Where(checkpoint => !RejectFile.IsCheckpointName(checkpoint.Source)
            && (checkpoint.Rejected > 0 || !checkpoint.IsFinished)).ToList();
        budget.Restore(counted.Sum(checkpoint => checkpoint.Position.Rows), counted.Sum(checkpoint => checkpoint.Rejected));
    }

    /// <summary>Decides where to begin with a source.</summary>
    /// <returns>False when there is nothing to read.</returns>
    /// <exception cref="SourceChangedException">The source has changed, and must not be read again.</exception>
    public async ValueTask<bool> BeginAsync<TRow>(ISource<TRow> source, SourceRun run, CancellationToken cancellationToken)
    {
        run.Fingerprint = source.GetFingerprintAsync;

        // A source of which nothing was decided is read from its start: there is nothing before the position by which to know it again.
        if (!_earlier.TryGetValue(run.Name, out var checkpoint) || checkpoint is { Position.Rows: 0, Outcomes: 0 })
        {
            return true;
        }

        var name = LogText.Clean(run.Name);
        switch (await CompareAsync(source, checkpoint, cancellationToken).ConfigureAwait(false))
        {
            case SourceChange.None when checkpoint.IsFinished:
                Log.SourceSkipped(logger, name);
                if (checkpoint.Fingerprint is { } fingerprint)
                {
                    run.Bytes.PassOver(fingerprint.Length);
                }

                return false;

            case SourceChange.None or SourceChange.Grown:
                run.Start = new SourceProgress(checkpoint.Position, checkpoint.Outcomes, IsFinished: false);
                run.RejectedBefore = checkpoint.Rejected;
                Log.SourceResumed(
                    logger, name, run.Start.RowsBegun, checkpoint.Position.Bytes == SourcePosition.UnknownBytes ? "by reading over them" : "by seeking");
                return true;

            default:
                if (changedSources == ChangedSourcePolicy.Fail || (changedSources == ChangedSourcePolicy.Auto && !isIdempotent))
                {
                    throw new SourceChangedException(FormattableString.Invariant(
                        $"'{name}' is no longer the source of which {checkpoint.Position.Rows} rows were loaded. Loading it again would load rows twice, unless the loader is idempotent. Give the new content a name of its own, or set {nameof(PipelineOptions.ChangedSources)} to {nameof(ChangedSourcePolicy.Restart)}."));
                }

                Log.SourceChanged(logger, name);
                return true;
        }
    }

    /// <summary>Makes the checkpoints of a batch.</summary>
    public async ValueTask<IReadOnlyList<SourceCheckpoint>> ToSaveAsync(
        Dictionary<SourceRun, SourceShare> shares, RejectList rejects, RejectFile? rejectFile, CancellationToken cancellationToken)
    {
        var saved = new List<SourceCheckpoint>(shares.Count + 1);
        foreach (var (source, share) in shares)
        {
            if (share.Progress is { } progress)
            {
                var rejected = source.RejectedBefore + source.Rejected + CountOf(source.Name, rejects);
                var fingerprint = await TakeFingerprintAsync(source, progress.Position, cancellationToken).ConfigureAwait(false);
                saved.Add(new SourceCheckpoint(source.Name, progress.Position, progress.Outcomes, progress.IsFinished, rejected, fingerprint));
            }
        }

        if (rejectFile is not null)
        {
            saved.Add(OfRejectFile(rejectFile));
        }

        return saved;
    }

    /// <summary>Makes the checkpoint of the reject file. Having no fingerprint, it goes when the run completes: the next run may find another file there.</summary>
    public static SourceCheckpoint OfRejectFile(RejectFile file) => new(file.CheckpointName, file.Position, 0, IsFinished: false, 0, null);

    private static int CountOf(string source, RejectList rejects)
    {
        var count = 0;
        foreach (ref readonly var reject in rejects.Entries)
        {
            count += reject.Source == source ? 1 : 0;
        }

        return count;
    }

    private async ValueTask<SourceFingerprint?> TakeFingerprintAsync(SourceRun source, SourcePosition position, CancellationToken cancellationToken)
    {
        try
        {
            return source.Fingerprint is { } take ? await take(position, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The rows are good, and those of other sources too. Whatever is found there at the next run counts as changed.
            Log.FingerprintFailed(logger, exception, LogText.Clean(source.Name));
            return Unknown;
        }
    }

    private static async ValueTask<SourceChange> CompareAsync<TRow>(
        ISource<TRow> source, SourceCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        if (checkpoint.Fingerprint is not { } then)
        {
            return SourceChange.None;
        }

        if (await source.GetFingerprintAsync(checkpoint.Position, cancellationToken).ConfigureAwait(false) is not { } now
            || now.Length < then.Length || now.Head != then.Head || now.Tail != then.Tail)
        {
            return SourceChange.Changed;
        }

        // Where positions are not known in bytes, the hashes cover the source as a whole, and one that has grown can't be told from another.
        return now.Length == then.Length ? SourceChange.None
            : checkpoint.Position.Bytes == SourcePosition.UnknownBytes ? SourceChange.Changed
            : SourceChange.Grown;
    }

    private enum SourceChange
    {
        None,
        Grown,
        Changed,
    }
}
