namespace EtlKit;

/// <summary>A dead letter that was replayed, in the chunk or batch that has all of its outcomes.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Outcomes">How many there are: rows that were made of it, rejects, or its being filtered.</param>
internal readonly record struct LetterShare(DeadLetter Letter, int Outcomes);
