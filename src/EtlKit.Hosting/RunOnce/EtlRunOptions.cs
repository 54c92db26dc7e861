namespace EtlKit.Hosting;

/// <summary>How a pipeline is run once. Not safe for concurrent use.</summary>
public sealed class EtlRunOptions
{
    /// <summary>Gets or sets the file to which the report is written, as one line of JSON; it appears when it is complete, and replaces one that is there.</summary>
    /// <value>The default is <see langword="null"/>: the last line of the standard output.</value>
    public string? ReportPath { get; set; }

    /// <summary>Gets or sets whether stored rejects are replayed, instead of sources being read.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Replay { get; set; }

    /// <summary>Gets or sets what gets the progress of the run.</summary>
    /// <value>The default is <see langword="null"/>: nothing.</value>
    public IProgress<PipelineProgress>? Progress { get; set; }

    /// <summary>Gets or sets how long the other services of the host may take to stop when a signal has stopped the run; otherwise they have what the host allows.</summary>
    /// <value>More than zero. The default is 5 seconds.</value>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
