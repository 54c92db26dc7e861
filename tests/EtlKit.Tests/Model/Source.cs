namespace EtlKit.Tests.Model;

/// <summary>The sorts of sources.</summary>
internal enum SourceKind
{
    /// <summary>A sequence, which is resumed by reading over its rows.</summary>
    Plain,

    /// <summary>Resumed by its position, with rejects of its own; nothing tells later whether it has changed.</summary>
    Resumable,

    /// <summary>The same with a fingerprint.</summary>
    Recognisable,
}

/// <summary>A source of a scenario.</summary>
internal sealed record Source(int Number, SourceKind Kind, int Rows, int Salt)
{
    public string Name => $"source {Number}";

    public string RowAt(int index) => $"{Number}:{index}";

    public bool IsRejectedAt(int index) => Kind != SourceKind.Plain && Dice.Roll(RowAt(index), Salt, 10) == 0;

    /// <summary>Whether the source lets its reader wait for a row.</summary>
    public bool PausesAt(int index) => Dice.Roll(RowAt(index), Salt + 1, 8) == 0;

    /// <summary>The text that a reject keeps of a row; null where the source has none.</summary>
    public string? RawTextAt(int index) => Kind == SourceKind.Plain ? null : $"raw {RowAt(index)}";

    public long LineNumberAt(int index) => Kind == SourceKind.Plain ? 0 : index + 101;

    public override string ToString() => $"{Kind}({Rows} rows, {Salt})";
}
