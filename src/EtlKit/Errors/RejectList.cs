using System.Collections;
using System.Runtime.InteropServices;

namespace EtlKit;

/// <summary>Rejects in their order, without an object for each. Owned by one side at a time, as the chunk or the batch to which it belongs.</summary>
/// <remarks>As a list of <see cref="Reject"/>, it makes one at each call that gives one.</remarks>
internal sealed class RejectList : IReadOnlyList<Reject>
{
    private readonly List<RejectEntry> _entries;

    public RejectList() => _entries = [];

    /// <summary>Copies a list, with room for more.</summary>
    public RejectList(RejectList others, int more)
    {
        _entries = new(others.Count + more);
        AddRange(others);
    }

    public int Count => _entries.Count;

    /// <summary>The rejects as they are, until the list is changed.</summary>
    public ReadOnlySpan<RejectEntry> Entries => CollectionsMarshal.AsSpan(_entries);

    public Reject this[int index] => _entries[index].ToReject();

    public void Add(in RejectEntry entry) => _entries.Add(entry);

    public void Add(Reject reject) => _entries.Add(new RejectEntry(reject));

    public void AddRange(RejectList others) => _entries.AddRange(others._entries);

    public void Clear() => _entries.Clear();

    public IEnumerator<Reject> GetEnumerator() => _entries.Select(entry => entry.ToReject()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
