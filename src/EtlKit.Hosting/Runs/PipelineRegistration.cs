namespace EtlKit.Hosting;

/// <summary>A pipeline that was registered: how to build it for one run. Immutable.</summary>
internal sealed class PipelineRegistration
{
    private readonly Func<IServiceProvider, PipelineBuilder, Action<PipelineOptions>, Pipeline> _build;

    private PipelineRegistration(string name, Func<IServiceProvider, PipelineBuilder, Action<PipelineOptions>, Pipeline> build)
    {
        Name = name;
        _build = build;
    }

    public string Name { get; }

    public static PipelineRegistration Of<TRow>(string name, Func<IServiceProvider, PipelineBuilder, LoadedPipelineBuilder<TRow>> compose) => new(
        name,
        (services, builder, configure) =>
            (compose(services, builder) ?? throw new InvalidOperationException("the function that composes it has returned null")).Configure(configure).Build());

    /// <param name="services">The services of the run's scope.</param>
    /// <param name="builder">The builder that the function of the user composes with.</param>
    /// <param name="configure">Applies the configuration, after the user's own settings.</param>
    /// <exception cref="PipelineConfigurationException">It can't be built, for whatever reason.</exception>
    public Pipeline Build(IServiceProvider services, PipelineBuilder builder, Action<PipelineOptions> configure)
    {
        Pipeline pipeline;
        try
        {
            pipeline = _build(services, builder, configure);
        }
        catch (Exception exception) when (exception is not PipelineConfigurationException)
        {
            throw new PipelineConfigurationException(Name, [$"composing it has failed: {exception.Message}"], exception);
        }

        return pipeline.Name == Name ? pipeline : throw new PipelineConfigurationException(
            Name, [$"it was composed with a builder of its own, for '{pipeline.Name}': use the builder that the function is given."]);
    }
}
