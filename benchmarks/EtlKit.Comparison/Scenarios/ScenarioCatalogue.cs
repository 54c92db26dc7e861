namespace EtlKit.Comparison;

/// <summary>All scenarios.</summary>
internal static class ScenarioCatalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new EndToEnd(),
        OtherShapes.LongStrings,
        OtherShapes.Gzip,
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

    public static Scenario Find(string name) => All.First(scenario => scenario.Name == name);
}
