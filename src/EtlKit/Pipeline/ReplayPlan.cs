using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>A plan whose sources give their dead letters instead of their rows.</summary>
internal sealed class ReplayPlan<TRow>(RowPlan<TRow> plan, ILetterBox letters, RowJson<TRow>? rowJson) : RowPlan<TRow>
{
    public override async IAsyncEnumerable<ISource<TRow>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var name in letters.ListSourcesAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Add(name);
        }

        if (names.Count == 0)
        {
            yield break;
        }

        await foreach (var source in plan.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (names.Remove(source.Name))
            {
                yield return new ReplaySource<TRow>(source.Name, source, letters, rowJson);
            }
        }

        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            yield return new ReplaySource<TRow>(name, null, letters, rowJson);
        }
    }
}
