using EtlKit.Hosting;

namespace Microsoft.Extensions.Configuration;

/// <summary>Adds YAML files to a configuration.</summary>
public static class YamlConfigurationExtensions
{
    /// <summary>Adds a YAML file: mappings become sections, sequences become keys 0, 1 and so on, as in JSON.</summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="path">The path, relative to the base path of the configuration.</param>
    /// <param name="optional">Whether the file may be missing.</param>
    /// <param name="reloadOnChange">Whether the file is read again when it changes; a pipeline takes what is configured when a run begins.</param>
    /// <returns>The configuration.</returns>
    /// <remarks>
    /// A file that is not right fails the build of the configuration with an <see cref="InvalidDataException"/>, inside which a <see cref="FormatException"/> names line and column.
    /// A key that is there twice, also in another case, is an error; so are several documents, merge keys and keys that are not text.
    /// </remarks>
    public static IConfigurationBuilder AddYamlFile(this IConfigurationBuilder builder, string path, bool optional = false, bool reloadOnChange = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var source = new YamlConfigurationSource { Path = path, Optional = optional, ReloadOnChange = reloadOnChange };
        source.ResolveFileProvider();
        return builder.Add(source);
    }
}
