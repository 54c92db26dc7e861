using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit;

/// <summary>The run for which a loader opens a session.</summary>
public sealed class LoadContext
{
    /// <summary>Gets the name of the pipeline.</summary>
    /// <value>The default is <c>pipeline</c>.</value>
    public string Pipeline { get; init; } = "pipeline";

    /// <summary>Gets the id of the run.</summary>
    /// <value>The default is empty; a pipeline gives each run an id of its own.</value>
    public string RunId { get; init; } = "";

    /// <summary>
    /// Gets how many rows a batch holds at most, if it isn't a large one. In a replay it can hold more: all rows that are made of one reject are in one batch.
    /// </summary>
    /// <value>The default is <see cref="PipelineDefaults.BatchSize"/>.</value>
    public int BatchSize { get; init; } = PipelineDefaults.BatchSize;

    /// <summary>Gets how many rows a batch holds at most while the session prefers large ones. When it isn't more than <see cref="BatchSize"/>, there are none.</summary>
    /// <value>The default is <see cref="PipelineDefaults.LargeBatchSize"/>.</value>
    public int LargeBatchSize { get; init; } = PipelineDefaults.LargeBatchSize;

    /// <summary>Gets the logger for messages of the loader.</summary>
    /// <value>The default logs nothing.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Gets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
