namespace EtlKit;

/// <summary>What is known about a row beyond its place, for steps that let it go on later than the source does.</summary>
/// <param name="RawText">The row as it stands in the source.</param>
/// <param name="Before">The position before it.</param>
/// <param name="Branch">Which of the rows it is that expanding steps have made of one.</param>
/// <param name="Letter">The dead letter that it is replayed from.</param>
internal readonly record struct RowTrace(string? RawText, SourcePosition Before, int[] Branch, DeadLetter? Letter);
