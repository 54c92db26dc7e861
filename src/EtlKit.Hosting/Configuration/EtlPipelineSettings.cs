using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace EtlKit.Hosting;

/// <summary>
/// A pipeline's own settings, such as paths: the section <c>EtlKit:Pipelines:name:Settings</c>, and what it lacks from <c>EtlKit:Defaults:Settings</c>. They are read when they are
/// asked for. No message shows a value: it may be a secret. Safe for concurrent use.
/// </summary>
public sealed class EtlPipelineSettings
{
    private readonly IConfiguration? _configuration;
    private readonly string _path;

    internal EtlPipelineSettings(string pipeline, IConfiguration? configuration)
    {
        Pipeline = pipeline;
        _configuration = configuration;
        _path = $"{ConfigurationKeys.Root}:{ConfigurationKeys.Pipelines}:{pipeline}:{ConfigurationKeys.Settings}";
    }

    /// <summary>Gets the name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>Reads a setting that may be missing.</summary>
    /// <param name="key">The key under <c>Settings</c>, such as <c>Path</c>.</param>
    /// <returns>The value; <see langword="null"/> when it is missing or empty.</returns>
    public string? Get(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return ValueOf($"{_path}:{key}") ?? ValueOf($"{ConfigurationKeys.Root}:{ConfigurationKeys.Defaults}:{ConfigurationKeys.Settings}:{key}");
    }

    /// <summary>Reads a setting that may be missing, as a number, a time or the like, in the invariant culture.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The key under <c>Settings</c>.</param>
    /// <param name="defaultValue">The value when the setting is missing or empty.</param>
    /// <returns>The value.</returns>
    /// <exception cref="PipelineConfigurationException">The setting is something else.</exception>
    public T Get<T>(string key, T defaultValue)
        where T : IParsable<T> =>
        Get(key) is { } text ? Parse<T>(key, text) : defaultValue;

    /// <summary>Reads a setting that must be there.</summary>
    /// <param name="key">The key under <c>Settings</c>, such as <c>Path</c>.</param>
    /// <returns>The value, which is not empty.</returns>
    /// <exception cref="PipelineConfigurationException">The setting is missing or empty; the message says how to set it.</exception>
    public string GetRequired(string key) => Get(key) ?? throw Missing($"{_path}:{key}", _path, key);

    /// <summary>Reads a setting that must be there, as a number, a time or the like, in the invariant culture.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The key under <c>Settings</c>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="PipelineConfigurationException">The setting is missing or empty, or something else.</exception>
    public T GetRequired<T>(string key)
        where T : IParsable<T> =>
        Parse<T>(key, GetRequired(key));

    /// <summary>Reads a connection string from the section <c>ConnectionStrings</c>.</summary>
    /// <param name="name">Its name there.</param>
    /// <returns>The connection string, which is not empty.</returns>
    /// <exception cref="PipelineConfigurationException">It is missing or empty; the message says how to set it.</exception>
    public string GetRequiredConnectionString(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return ValueOf($"ConnectionStrings:{name}") ?? throw Missing($"ConnectionStrings:{name}", "ConnectionStrings", name);
    }

    private string? ValueOf(string key) => string.IsNullOrWhiteSpace(_configuration?[key]) ? null : _configuration[key];

    private T Parse<T>(string key, string text)
        where T : IParsable<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw new PipelineConfigurationException(
            Pipeline, [$"{_path}:{key} is set, but its value is not of the type {typeof(T).Name}. The value isn't shown, since it may be a secret."]);

    private PipelineConfigurationException Missing(string key, string section, string name)
    {
        var near = NearMiss.Find(name, _configuration?.GetSection(section).GetChildren().Select(child => child.Key) ?? []);
        return new(Pipeline, [
            $"{key} is missing{(near is null ? "" : $" (there is {LogText.Clean(near)})")}: set it in the configuration, or as the environment variable {ConfigurationKeys.AsVariable(key)}."]);
    }
}
