namespace EtlKit;

/// <summary>Where the dead letters of a pipeline are read from, wherever they are stored.</summary>
internal interface ILetterBox
{
    /// <summary>The sources of the letters, each once.</summary>
    IAsyncEnumerable<string> ListSourcesAsync(CancellationToken cancellationToken);

    /// <summary>The letters of a source that were there when the replay began.</summary>
    IAsyncEnumerable<DeadLetter> ReadAsync(string source, CancellationToken cancellationToken);
}
