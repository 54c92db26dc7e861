namespace EtlKit;

/// <summary>Counts rejects by stage and code until they are taken. Used by one task at a time.</summary>
/// <remarks>Reasons are free text and may quote values, so they are no tags.</remarks>
internal sealed class RejectTally(RejectCodes codes)
{
    private readonly Dictionary<(RejectStage Stage, string? Code), long> _counts = [];

    public void Count(IReadOnlyList<Reject> rejects)
    {
        // By index: the list's enumerator would be boxed.
        for (var i = 0; i < rejects.Count; i++)
        {
            var key = (rejects[i].Stage, codes.TagOf(rejects[i].Code));
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
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
