using Microsoft.Extensions.Configuration;

namespace EtlKit.Hosting;

/// <summary>A section under <c>EtlKit:Pipelines:name</c> that a package reads: registered as a singleton of this type, it is no unknown key any more.</summary>
/// <remarks>Implementations are called from several threads.</remarks>
public interface IPipelineConfigurationSection
{
    /// <summary>Gets the key of the section, such as <c>Schedule</c>.</summary>
    string Key { get; }

    /// <summary>Checks the section of one pipeline.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="section">The section, which has a value, children or both.</param>
    /// <returns>One sentence for each fault, which names the full key, what was found and what is allowed, and holds no secret; none when all is well.</returns>
    IEnumerable<string> Validate(string pipeline, IConfigurationSection section);
}
