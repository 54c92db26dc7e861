namespace EtlKit;

/// <summary>The rejects of a batch, sorted by what is done with them.</summary>
/// <param name="All">All of them.</param>
/// <param name="New">Those that are to be stored.</param>
/// <param name="Replayed">What became of the dead letters that were replayed.</param>
internal readonly record struct BatchRejects(RejectList All, RejectList New, IReadOnlyList<ReplayedReject> Replayed)
{
    public static BatchRejects Of(RejectList rejects, IReadOnlyList<LetterShare> letters)
    {
        if (letters.Count == 0)
        {
            return new(rejects, rejects, []);
        }

        var byLetter = rejects.ToLookup(reject => reject.LetterId);
        var (added, replayed) = (new RejectList(), new List<ReplayedReject>(letters.Count));
        foreach (var (letter, outcomes) in letters)
        {
            // A letter of which a part is good now is done with; what is still bad of it gets letters of its own.
            var isStillBad = outcomes == 1 && byLetter[letter.Id].Any();
            replayed.Add(new ReplayedReject(letter.Id, isStillBad ? byLetter[letter.Id].Single() : null));
            if (!isStillBad)
            {
                foreach (var reject in byLetter[letter.Id])
                {
                    added.Add(reject);
                }
            }
        }

        return new(rejects, added, replayed);
    }
}
