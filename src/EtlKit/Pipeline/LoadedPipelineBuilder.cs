namespace EtlKit;

/// <summary>Configures and makes a pipeline that has everything it needs. Not safe for concurrent use.</summary>
public sealed class LoadedPipelineBuilder
{
    private readonly PipelineBuilder _builder;
    private readonly Func<PipelineSettings, PipelineRunner> _makeRunner;
    private readonly PipelineOptions _options = new();
    private string? _rejectPath;
    private bool _built;

    internal LoadedPipelineBuilder(PipelineBuilder builder, Func<PipelineSettings, PipelineRunner> makeRunner)
    {
        _builder = builder;
        _makeRunner = makeRunner;
    }

    /// <summary>Changes settings. It can be called more than once.</summary>
    /// <param name="configure">Changes the options, which begin with their defaults.</param>
    /// <returns>This builder.</returns>
    public LoadedPipelineBuilder Configure(Action<PipelineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }

    /// <summary>Appends every reject to a file, a line of JSON each, as its batch is committed.</summary>
    /// <param name="path">The path of the file, which is created when it doesn't exist; its directory must exist.</param>
    /// <returns>This builder.</returns>
    /// <remarks>
    /// A line holds <c>run</c>, <c>source</c>, <c>row</c>, <c>line</c> (when the source has lines), <c>stage</c>, <c>reason</c> and <c>raw</c>,
    /// the row as it stands in the source or null when that isn't known. A file that can't be written fails the run.
    /// </remarks>
    public LoadedPipelineBuilder WriteRejectsTo(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _rejectPath = path;
        return this;
    }

    /// <summary>Makes the pipeline. A builder can do so once.</summary>
    /// <returns>The pipeline.</returns>
    /// <exception cref="PipelineConfigurationException">Settings are not valid; the exception lists all that is wrong.</exception>
    /// <exception cref="InvalidOperationException">The pipeline has been made before.</exception>
    public Pipeline Build()
    {
        if (_built)
        {
            throw new InvalidOperationException(
                $"Pipeline '{_builder.Name}' has been built already. Run that one as often as needed, or compose another.");
        }

        var problems = _options.Validate().ToList();
        if (_rejectPath is { } path && Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory && !Directory.Exists(directory))
        {
            problems.Add($"The reject file is to be written to '{path}', but there is no directory '{directory}'. Create it first.");
        }

        if (problems.Count > 0)
        {
            throw new PipelineConfigurationException(_builder.Name, problems);
        }

        _built = true;
        return new Pipeline(_makeRunner(new PipelineSettings(
            _builder.Name, _options.Copy(), _rejectPath, _builder.TimeProvider, _builder.LoggerFactory.CreateLogger("EtlKit.Pipeline"))));
    }
}
