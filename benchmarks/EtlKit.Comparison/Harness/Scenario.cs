namespace EtlKit.Comparison;

/// <summary>A question, and the variants whose figures answer it.</summary>
internal abstract class Scenario
{
    /// <summary>Gets the name by which it is chosen on the command line, and which its plots have.</summary>
    public abstract string Name { get; }

    public abstract string Question { get; }

    /// <summary>Gets the variants, EtlKit's first.</summary>
    public abstract IReadOnlyList<Variant> Variants { get; }

    public virtual IReadOnlyList<Target> Targets => [];

    /// <summary>Gets what is compared: rows a second, or the time itself.</summary>
    public virtual Unit Unit => Unit.RowsPerSecond;

    /// <summary>Gets whether memory gets a plot of its own.</summary>
    public virtual bool PlotsMemory => false;

    /// <summary>
    /// Gets whether the runtime optimises by profiles, as it does by default. Loading files takes seconds, which is over before profiles pay for themselves: there it doesn't, as in the
    /// sample whose pipeline is measured.
    /// </summary>
    public virtual bool UsesProfiles => false;

    /// <summary>Gets whether it is run only when it is named, for it takes long.</summary>
    public virtual bool OnlyWhenNamed => false;

    /// <summary>Makes the data, once, before the first run.</summary>
    public virtual void Prepare(ScenarioFiles files)
    {
    }

    /// <summary>Makes what a run of a variant needs, before each; its database is not there.</summary>
    public virtual void PrepareRun(ScenarioFiles files, Variant variant)
    {
    }
}
