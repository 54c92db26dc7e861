namespace EtlKit.Comparison;

/// <summary>A program that does nothing but <see cref="FirstRow"/>, published natively: <c>benchmarks/EtlKit.Start</c>.</summary>
internal static class NativeStart
{
    /// <summary>The program; <c>compare.sh</c> publishes it where the machine can link it, and puts it on the path.</summary>
    public const string Program = "EtlKit.Start";

    public static async Task MeasureAsync(RunContext context)
    {
        var outcome = await ProcessRun.RunAsync([Program, context.Files.Input, context.Database], CancellationToken.None);
        context.Take(outcome.ExitCode == 0
            ? MeasurementJson.Read(outcome.Output)
            : throw new InvalidOperationException($"{Program} ended with {outcome.ExitCode}.\n{outcome.Errors}"));
    }
}
