using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit;

/// <summary>Composes a pipeline: <c>Extract</c>, then transformations, then <c>Load</c>, then <c>Configure</c> and <c>Build</c>.</summary>
/// <remarks>Every step returns a new builder and leaves the one on which it was called as it is. Not safe for concurrent use.</remarks>
public sealed class PipelineBuilder
{
    /// <summary>Creates a builder.</summary>
    /// <param name="name">The name of the pipeline in logs, reports and errors.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public PipelineBuilder(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>Gets the name of the pipeline.</summary>
    public string Name { get; }

    /// <summary>Gets or sets where the pipeline logs; the category is <c>EtlKit.Pipeline</c>.</summary>
    /// <value>The default logs nothing.</value>
    /// <remarks>
    /// A logger that throws doesn't change how a run ends: what it was to log is lost, and the first such exception of a pipeline is told to
    /// <see cref="System.Diagnostics.Trace"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException">It is set to <see langword="null"/>.</exception>
    public ILoggerFactory LoggerFactory
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value), $"A pipeline that is to log nothing has {nameof(NullLoggerFactory)}.Instance, which is the default.");
    } = NullLoggerFactory.Instance;

    /// <summary>Gets or sets what makes the meter of the pipeline, which is named <see cref="PipelineTelemetry.MeterName"/>.</summary>
    /// <value>The default is <see langword="null"/>: one meter that all such pipelines of the process share.</value>
    /// <remarks>
    /// A host gives its own, so that the meter ends with it; a test gives one of its own, so that it sees no other runs. A listener that throws doesn't change how a
    /// run ends: what it was to be told is lost, and the first such exception of a pipeline is logged.
    /// </remarks>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    /// <exception cref="ArgumentNullException">It is set to <see langword="null"/>.</exception>
    public TimeProvider TimeProvider
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value), "The usual clock is TimeProvider.System, which is the default.");
    } = TimeProvider.System;

    /// <summary>Extracts the rows of one source.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="extractor">Reads the source, once in every run.</param>
    /// <returns>The builder for the steps that follow.</returns>
    public PipelineBuilder<TRow> Extract<TRow>(IExtractor<TRow> extractor)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        return Extract(new[] { extractor });
    }

    /// <summary>Extracts the rows of any number of sources.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="extractors">
    /// Read the sources. The sequence is enumerated anew at every run, as far ahead as producers are free, so it may be long, and may find other sources each time.
    /// </param>
    /// <returns>The builder for the steps that follow.</returns>
    public PipelineBuilder<TRow> Extract<TRow>(IEnumerable<IExtractor<TRow>> extractors)
    {
        ArgumentNullException.ThrowIfNull(extractors);
        return new PipelineBuilder<TRow>(this, new ExtractPlan<TRow>(extractors.ToAsyncEnumerable(), extractors));
    }

    /// <inheritdoc cref="Extract{TRow}(IEnumerable{IExtractor{TRow}})"/>
    public PipelineBuilder<TRow> Extract<TRow>(IAsyncEnumerable<IExtractor<TRow>> extractors)
    {
        ArgumentNullException.ThrowIfNull(extractors);
        return new PipelineBuilder<TRow>(this, new ExtractPlan<TRow>(extractors, extractors));
    }
}
