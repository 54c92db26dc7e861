namespace EtlKit.Hosting;

/// <summary>
/// Something that is checked with the configuration before the host starts, so that its faults are told together with all others: registered as a singleton of this type.
/// </summary>
/// <remarks>Implementations are called from several threads, and can't use <see cref="IPipelineRunner"/>, which needs the checked configuration itself.</remarks>
public interface IEtlStartCheck
{
    /// <summary>Gets the key of a section right under <c>EtlKit</c> which is read and is no unknown key any more.</summary>
    /// <value><see langword="null"/> for none.</value>
    string? Section { get; }

    /// <summary>Checks.</summary>
    /// <param name="pipelines">The names of the pipelines that are registered.</param>
    /// <returns>One sentence for each fault, which holds no secret; none when all is well.</returns>
    IEnumerable<string> FindProblems(IReadOnlyList<string> pipelines);
}
