namespace EtlKit.Comparison;

/// <summary>All scenarios.</summary>
internal static class ScenarioCatalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new AgainstRawLoop(),
        new EndToEnd(),
        OtherShapes.LongStrings,
        OtherShapes.Gzip,
        new FewColumns(),
        new Core(),
        RandomKeys.TwoMillion,
        RandomKeys.TenMillion,
        new Rerun(),
        new Rejects(),
        new CpuBound(),
        new Growth(),
        new WideRows(),
        new StartUp(),
    ];

    /// <summary>Gets the scenario whose instructions are counted; it isn't one of the others.</summary>
    public static Features Features { get; } = new();

    public static Scenario Find(string name) => All.Append(Features).First(scenario => scenario.Name == name);
}
