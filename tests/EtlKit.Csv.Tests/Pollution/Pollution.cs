namespace EtlKit.Csv.Tests;

/// <summary>One way in which a file goes wrong, after the taxonomy of the Pollock benchmark.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Apply">Does it to a clean file.</param>
internal sealed record Pollution(string Name, Func<PollutedFile, PollutedFile> Apply)
{
    public CsvExtractorOptions Options { get; init; } = new();

    /// <summary>Gets how many records are rejected.</summary>
    public int Rejects { get; init; }

    /// <summary>Gets how many rows come out that are not of the clean file: touched ones that still read, or added ones.</summary>
    public int OtherRows { get; init; }

    /// <summary>Gets the part of the message with which the source fails as a whole.</summary>
    /// <value>Null when it doesn't.</value>
    public string? Failure { get; init; }
}
