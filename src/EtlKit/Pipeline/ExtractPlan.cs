using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>The beginning of a plan: extractors, listed anew at every run.</summary>
internal sealed class ExtractPlan<TRow>(IAsyncEnumerable<IExtractor<TRow>> extractors) : RowPlan<TRow>
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
}
