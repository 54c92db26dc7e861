namespace EtlKit;

/// <summary>The codes of rejects that metrics tell apart: the first ones that a pipeline has. Safe for concurrent use.</summary>
/// <remarks>Codes are those of a target or an extractor, which are few. Where they are not, the others count as one, and so do long ones.</remarks>
internal sealed class RejectCodes
{
    public const int MaxCodes = 50;
    public const int MaxLength = 64;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string? TagOf(string? code)
    {
        if (string.IsNullOrEmpty(code))
        {
            return null;
        }

        lock (_lock)
        {
            return code.Length <= MaxLength && (_known.Contains(code) || (_known.Count < MaxCodes && _known.Add(code))) ? code : TagNames.Other;
        }
    }
}
