using CsCheck;

namespace EtlKit.Properties;

/// <summary>Why a row of a batch is refused.</summary>
internal enum BadKind
{
    /// <summary>It is bad by itself.</summary>
    Alone,

    /// <summary>The same, and the target ends its transaction.</summary>
    EndsTransaction,

    /// <summary>It is bad with another row of the batch, as two rows with one key are.</summary>
    Twin,

    /// <summary>It is bad without another row of the batch, before it or after it, as one that refers to that is.</summary>
    Child,
}

/// <summary>A batch of numbered rows, some of which are refused, and what must become of it.</summary>
internal sealed class BadBatch
{
    private readonly Dictionary<int, (BadKind Kind, int Other)> _bad = [];

    private BadBatch(int count, IEnumerable<(BadKind Kind, int Row, int Other)> drawn)
    {
        Count = count;
        foreach (var (kind, row, other) in drawn.Select(bad => (bad.Kind, bad.Row % count, bad.Other % count)))
        {
            Add(kind, row, other);
        }
    }

    public static readonly Gen<BadBatch> All = Of(600);

    public static Gen<BadBatch> Of(int maxRows) => Gen.Select(
        Gen.Frequency((1, Gen.Int[1, 8]), (2, Gen.Int[1, maxRows])),
        Gen.Select(Gen.Enum<BadKind>(), Gen.Int[0, maxRows], Gen.Int[0, maxRows]).Array[0, 12],
        (count, bad) => new BadBatch(count, bad));

    public int Count { get; }

    public IReadOnlyDictionary<int, (BadKind Kind, int Other)> Bad => _bad;

    /// <summary>The rows that must be rejected, in their order.</summary>
    public IEnumerable<int> Rejected => Enumerable.Range(0, Count).Where(IsRejected);

    /// <summary>The rows that must be loaded, in their order.</summary>
    public IEnumerable<int> Loaded => Enumerable.Range(0, Count).Where(row => !IsRejected(row));

    /// <summary>How many rows may be refused at their place, those among them that come right later.</summary>
    public int Refused => _bad.Count;

    public int EndsOfTransactions => _bad.Values.Count(bad => bad.Kind == BadKind.EndsTransaction);

    /// <summary>The most writes that it may take.</summary>
    /// <remarks>
    /// The halves of every refused part: 2 for each time the batch is halved on the way to a bad row. Each bad row once more at the end. And where a bad
    /// row ends the transaction, what was written before is written again instead, at each part with that row.
    /// </remarks>
    public int MaxWrites
    {
        get
        {
            var halvings = (int)Math.Ceiling(Math.Log2(Count));
            return 1 + (2 * Refused * halvings) + Refused + (EndsOfTransactions * halvings);
        }
    }

    /// <summary>Whether a row may stand behind those that followed it: it is refused before the row that it needs.</summary>
    public bool MayStandLater(int row) => _bad.TryGetValue(row, out var bad) && bad.Kind == BadKind.Child && bad.Other > row;

    public override string ToString() =>
        $"{Count} rows; {string.Join(", ", _bad.OrderBy(bad => bad.Key).Select(bad => $"{bad.Key} {bad.Value.Kind} ({bad.Value.Other})"))}";

    private bool IsRejected(int row) => _bad.TryGetValue(row, out var bad) && (bad.Kind != BadKind.Child || _bad.ContainsKey(bad.Other));

    private void Add(BadKind kind, int row, int other)
    {
        // The later one of two twins is bad.
        var (bad, good) = kind == BadKind.Twin ? (Math.Max(row, other), Math.Min(row, other)) : (row, other);
        var isFree = !_bad.ContainsKey(bad) && !_bad.Values.Any(pair => IsPair(pair.Kind) && pair.Other == bad);
        var canBePaired = bad != good && (!_bad.TryGetValue(good, out var refused) || (kind == BadKind.Child && !IsPair(refused.Kind)));
        if (isFree && (!IsPair(kind) || canBePaired))
        {
            _bad.Add(bad, (kind, good));
        }
    }

    private static bool IsPair(BadKind kind) => kind is BadKind.Twin or BadKind.Child;
}
