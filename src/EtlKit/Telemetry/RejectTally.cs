namespace EtlKit;

/// <summary>Counts rejects by stage and code until they are taken. Used by one task at a time.</summary>
/// <remarks>Reasons are free text and may quote values, so they are no tags.</remarks>
internal sealed class RejectTally(RejectCodes codes)
{
    private readonly Dictionary<(RejectStage Stage, string? Code), long> _counts = [];

    public void Count(ReadOnlySpan<RejectEntry> rejects)
    {
        // Many rejects in a row mostly have the same stage and code, which saves looking them up for each.
        for (var start = 0; start < rejects.Length;)
        {
            var end = start + 1;
            while (end < rejects.Length && rejects[end].Stage == rejects[start].Stage && ReferenceEquals(rejects[end].Code, rejects[start].Code))
            {
                end++;
            }

            var key = (rejects[start].Stage, codes.TagOf(rejects[start].Code));
            _counts[key] = _counts.GetValueOrDefault(key) + end - start;
            start = end;
        }
    }

    /// <summary>Takes the counts, and begins with none again.</summary>
    public KeyValuePair<(RejectStage Stage, string? Code), long>[] Take()
    {
        if (_counts.Count == 0)
        {
            return [];
        }

        KeyValuePair<(RejectStage Stage, string? Code), long>[] taken = [.. _counts];
        _counts.Clear();
        return taken;
    }
}
