using System.Text.Json.Serialization.Metadata;

namespace EtlKit;

/// <summary>Configures and makes a pipeline that has everything it needs. Not safe for concurrent use.</summary>
/// <typeparam name="TRow">The type of the rows that are loaded.</typeparam>
public sealed class LoadedPipelineBuilder<TRow>
{
    private readonly PipelineBuilder _builder;
    private readonly RowPlan<TRow> _plan;
    private readonly ILoader<TRow> _loader;
    private readonly PipelineOptions _options = new();
    private string? _rejectPath;
    private bool _storesRejects;
    private JsonTypeInfo<TRow>? _rowJson;
    private bool _usesCheckpoints;
    private bool _usesRunLock;
    private Guarantee _required;
    private bool _built;

    internal LoadedPipelineBuilder(PipelineBuilder builder, RowPlan<TRow> plan, ILoader<TRow> loader)
    {
        _builder = builder;
        _plan = plan;
        _loader = loader;
    }

    /// <summary>Changes settings. It can be called more than once.</summary>
    /// <param name="configure">Changes the options, which begin with their defaults.</param>
    /// <returns>This builder.</returns>
    public LoadedPipelineBuilder<TRow> Configure(Action<PipelineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }

    /// <summary>Appends every reject to a file, a line of JSON each, as its batch is committed.</summary>
    /// <param name="path">The path of the file, which is created when it doesn't exist; its directory must exist.</param>
    /// <param name="rowJson">Writes a row that the loader refuses as JSON; without it, such a row is only named by its place.</param>
    /// <returns>This builder.</returns>
    /// <remarks>
    /// A line holds <c>run</c>, <c>source</c>, <c>row</c>, <c>line</c> (when the source has lines), <c>stage</c>, <c>reason</c> and <c>raw</c>,
    /// the row as it stands in the source or null when that isn't known; and <c>value</c>, the row as JSON, when the loader has refused it. <c>code</c> is there
    /// when the fault has one, and <c>branch</c> when the row was expanded (<see cref="Reject.Branch"/>). With checkpoints each
    /// reject is written exactly once, however often the run is killed. A file that can't be written fails the run. <see cref="Pipeline.ReplayAsync"/> reads the
    /// rejects back, and appends what became of each: <c>letter</c>, the place of its line in bytes, and <c>outcome</c>, <c>replayed</c> or <c>still bad</c>.
    /// </remarks>
    public LoadedPipelineBuilder<TRow> WriteRejectsTo(string path, JsonTypeInfo<TRow>? rowJson = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _rejectPath = path;
        _rowJson = rowJson;
        return this;
    }

    /// <summary>Stores every reject in the target, in the transaction of its batch; SQLite's loader has the table <c>etlkit_rejects</c> for it.</summary>
    /// <param name="rowJson">Writes a row that the loader refuses as JSON; without it, such a row is only named by its place, and can't be replayed.</param>
    /// <returns>This builder.</returns>
    /// <remarks>
    /// It needs a loader that is <see cref="LoaderCapabilities.Transactional"/> and an <see cref="IRejectStore"/>. <see cref="Pipeline.ReplayAsync"/> reads the
    /// rejects back.
    /// </remarks>
    public LoadedPipelineBuilder<TRow> WriteRejectsToTarget(JsonTypeInfo<TRow>? rowJson = null)
    {
        _storesRejects = true;
        _rowJson = rowJson;
        return this;
    }

    /// <summary>
    /// Saves in the target, together with each batch, how far each source is loaded, so that a run that was killed, cancelled or has failed is continued by the
    /// next one, and a source that is finished and unchanged is skipped.
    /// </summary>
    /// <returns>This builder.</returns>
    /// <remarks>
    /// It needs a loader that is <see cref="LoaderCapabilities.Transactional"/>, sources that give the same rows in the same order when they are read again, and
    /// transformers that make the same of them. A source without a fingerprint is read again by every run that follows a complete one.
    /// <para>It includes <see cref="WithRunLock"/>.</para>
    /// </remarks>
    public LoadedPipelineBuilder<TRow> WithCheckpoints()
    {
        _usesCheckpoints = true;
        _usesRunLock = true;
        return this;
    }

    /// <summary>
    /// Keeps a lock in the target, so that a second run of a pipeline of this name into it, from any process, is refused with a <see cref="RunLockedException"/>
    /// while this one goes on.
    /// </summary>
    /// <returns>This builder.</returns>
    /// <remarks>
    /// It needs a loader that is <see cref="LoaderCapabilities.Transactional"/>. The lock of a process that was killed is taken over: at once on the same machine,
    /// otherwise when <see cref="PipelineOptions.RunLockLease"/> has passed. A run whose lock was taken over while it stood still can't commit any more.
    /// </remarks>
    public LoadedPipelineBuilder<TRow> WithRunLock()
    {
        _usesRunLock = true;
        return this;
    }

    /// <summary>Makes <see cref="Build"/> fail, and say why, when the pipeline guarantees less.</summary>
    /// <param name="guarantee">The least that the pipeline must guarantee. See <see cref="Pipeline.Guarantee"/>.</param>
    /// <returns>This builder.</returns>
    public LoadedPipelineBuilder<TRow> Require(Guarantee guarantee)
    {
        _required = guarantee;
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
        var guarantee = GuaranteeOf(_loader.Capabilities, problems);
        if (_rejectPath is { } path && Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory && !Directory.Exists(directory))
        {
            problems.Add($"The reject file is to be written to '{path}', but there is no directory '{directory}'. Create it first.");
        }

        if (_storesRejects && (_loader is not IRejectStore || !_loader.Capabilities.HasFlag(LoaderCapabilities.Transactional)))
        {
            problems.Add($"WriteRejectsToTarget needs a transactional loader that can store rejects, but {_loader.Name} can't: use WriteRejectsTo.");
        }

        if (_storesRejects && _rejectPath is not null)
        {
            problems.Add("Rejects are to be written to a file and to the target: choose one of WriteRejectsTo and WriteRejectsToTarget.");
        }

        if (problems.Count > 0)
        {
            throw new PipelineConfigurationException(_builder.Name, problems);
        }

        _built = true;
        var logger = new GuardedLogger(_builder.LoggerFactory.CreateLogger("EtlKit.Pipeline"), _builder.Name);
        var settings = new PipelineSettings(
            _builder.Name,
            _options.Copy(),
            _rejectPath,
            _storesRejects,
            _usesCheckpoints,
            _usesRunLock,
            guarantee,
            _builder.TimeProvider,
            logger,
            new TelemetrySettings(Instruments.Of(_builder.MeterFactory), new TelemetryGuard(logger)));
        var rowJson = _rowJson is null ? null : new RowJson<TRow>(_rowJson, settings.Logger);
        return new Pipeline(new PipelineRunner<TRow>(settings, _plan, _loader, rowJson));
    }

    private Guarantee GuaranteeOf(LoaderCapabilities capabilities, List<string> problems)
    {
        var isTransactional = capabilities.HasFlag(LoaderCapabilities.Transactional);
        if (_usesCheckpoints && !isTransactional)
        {
            problems.Add($"WithCheckpoints needs a loader that commits checkpoints together with its rows, but {_loader.Name} is not transactional.");
        }
        else if (_usesRunLock && !isTransactional)
        {
            problems.Add($"WithRunLock needs a loader that checks the lock as it commits its rows, but {_loader.Name} is not transactional.");
        }

        var guarantee = _usesCheckpoints && isTransactional ? Guarantee.ExactlyOnce
            : capabilities.HasFlag(LoaderCapabilities.Idempotent) ? Guarantee.AtLeastOnce
            : Guarantee.BestEffort;
        if (guarantee < _required)
        {
            problems.Add($"{_required} is required, but the pipeline guarantees {guarantee}: "
                + (_required == Guarantee.ExactlyOnce ? "that takes WithCheckpoints and a transactional loader." : "that takes an idempotent loader, such as an upsert, or WithCheckpoints."));
        }

        return guarantee;
    }
}
