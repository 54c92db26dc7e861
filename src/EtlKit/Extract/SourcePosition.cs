namespace EtlKit;

/// <summary>A place between two rows of a source, given by what lies before it.</summary>
/// <param name="Rows">How many rows of the source lie before this place; rejected ones count.</param>
/// <param name="Lines">How many lines of text lie before this place; 0 when the source has no lines.</param>
/// <param name="Bytes">How many bytes of the source lie before this place, so that reading can go on there; <see cref="UnknownBytes"/> when that can't be told.</param>
public readonly record struct SourcePosition(long Rows, long Lines = 0, long Bytes = SourcePosition.UnknownBytes)
{
    /// <summary>The value of <see cref="Bytes"/> that says that the place in bytes is not known.</summary>
    public const long UnknownBytes = -1;

    /// <summary>Gets the start of any source.</summary>
    public static SourcePosition Start => new(0, 0, 0);
}
