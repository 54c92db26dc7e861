using CsCheck;

namespace EtlKit.Tests.Model;

/// <summary>Draws scenarios.</summary>
internal static class Scenarios
{
    private static readonly Gen<int> Salt = Gen.Int[0, 9_999];

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Enum<StepKind>(), Salt, Gen.Int[1, 5], (kind, salt, concurrency) => new Step(kind, salt, concurrency));

    private static readonly Gen<Source[]> Sources = Gen.Select(Gen.Enum<SourceKind>(), Gen.Int[0, 60], Salt).Array[1, 4].Select(
        drawn => drawn.Select((source, number) => new Source(number, source.Item1, source.Item2, source.Item3)).ToArray());

    private static readonly Gen<Settings> Settings = Gen.Select(
        Gen.Int[1, 4],
        Gen.Int[1, 30],
        Gen.Int[1, 25],
        Gen.Int[1, 8],
        Gen.Frequency((3, 1_000_000), (1, 50)),
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        (producers, capacity, batch, expansion, bytes, timeout, failFast, stores) =>
            new Settings(producers, capacity, batch, expansion, bytes, timeout, failFast, stores));

    private static readonly Gen<Refusals> Refusals = Gen.Select(
        Gen.Frequency((1, Gen.Const(0)), (3, Gen.Int[4, 30])), Gen.Int[0, 3], Salt, (oneIn, endsOneIn, salt) => new Refusals(oneIn, endsOneIn, salt));

    private static readonly Gen<Fault> Faults = Gen.Select(
        Gen.Frequency((3, FaultKind.Transient), (2, FaultKind.Kill), (1, FaultKind.Cancel), (1, FaultKind.Source)),
        Gen.Int[0, 40],
        Gen.Int[0, 3],
        (kind, at, source) => new Fault(kind, at, source));

    public static readonly Gen<Scenario> All = Gen.Select(
        Sources,
        Steps.Array[0, 5],
        Settings,
        Refusals,
        Faults.Array[1, 4].Array[1, 4],
        (sources, steps, settings, refusals, faults) => new Scenario(sources, steps, settings, refusals, faults));
}
