namespace EtlKit.Comparison;

/// <summary>A peer failed, or left another table than it should: figures beside it would mean nothing.</summary>
internal sealed class ComparisonException(string message) : Exception(message);
