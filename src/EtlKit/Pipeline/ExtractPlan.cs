using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>The beginning of a plan: extractors, listed anew at every run.</summary>
/// <param name="extractors">The extractors.</param>
/// <param name="sequence">The sequence as the user gave it, which may know how much it has.</param>
internal sealed class ExtractPlan<TRow>(IAsyncEnumerable<IExtractor<TRow>> extractors, object sequence) : RowPlan<TRow>
{
    public override async IAsyncEnumerable<ISource<TRow>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var extractor in extractors.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return extractor is null
                ? new BrokenSource<TRow>("null", "The sequence of extractors has a null in it.")
                : new ExtractorSource<TRow>(extractor);
        }
    }

    /// <remarks>The sequence is not enumerated for it: that may have effects, and may give others the second time.</remarks>
    public override ValueTask<SequenceSize?> MeasureAsync(CancellationToken cancellationToken) => sequence switch
    {
        ISizedSequence sized => sized.MeasureAsync(cancellationToken),
        IReadOnlyCollection<IExtractor<TRow>> collection => new(new SequenceSize(collection.Count)),
        ICollection<IExtractor<TRow>> collection => new(new SequenceSize(collection.Count)),
        _ => default,
    };
}
