using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>The beginning of a plan: extractors, listed anew at every run.</summary>
internal sealed class ExtractPlan<TRow>(IAsyncEnumerable<IExtractor<TRow>> extractors) : RowPlan<TRow>
{
    public override async IAsyncEnumerable<ISource<TRow>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var extractor in extractors.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return new ExtractorSource<TRow>(
                extractor ?? throw new InvalidOperationException("The sequence of extractors has a null in it."));
        }
    }
}
