using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>Runs the variants of scenarios in turn, round after round, and looks at what each has left in its table.</summary>
internal sealed class ComparisonRun(ComparisonOptions options, Workspace workspace, TextWriter log, CostCounter? counter = null)
{
    public async Task<ScenarioResult> RunAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var files = new ScenarioFiles(workspace.DirectoryOf(scenario), options.Scale);
        try
        {
            await log.WriteLineAsync($"{scenario.Name}: preparing");
            scenario.Prepare(files);

            // Peers take turns, so that what slows down the machine for a while slows down all of them; in an order drawn by lot, so that what one leaves
            // behind doesn't always meet the same other one.
            var random = new Random();
            var result = new ScenarioResult(scenario);
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var variant in TurnOrder.Draw([.. scenario.Variants.Where(variant => result.Of(variant.Name).Missing is null)], random))
                {
                    var measurement = await RunAsync(scenario, variant, files, cancellationToken);
                    result.Of(variant.Name).Rounds.Add(measurement);
                    await log.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{scenario.Name}: round {round} of {options.Rounds}: {variant.Name}: {Figures.Of(scenario.Unit, measurement)}"));
                }
            }

            return result;
        }
        finally
        {
            Directory.Delete(files.Directory, recursive: true);
        }
    }

    private async Task<Measurement> RunAsync(Scenario scenario, Variant variant, ScenarioFiles files, CancellationToken cancellationToken)
    {
        files.DeleteDatabaseOf(variant.Name);
        scenario.PrepareRun(files, variant);
        if (workspace.IsInMemory)
        {
            PageSupply.Refresh(files.Directory, files.Scale);
        }

        var measurement = await ChildProcess.RunAsync(scenario, variant, files, counter, cancellationToken);
        if (variant.Table is { } table)
        {
            Check(scenario, variant, TableDigest.Of(files.DatabaseOf(variant.Name), table.Query), table.Expected());
        }

        if (!scenario.Variants.Any(other => other.Reads == variant.Name))
        {
            files.DeleteDatabaseOf(variant.Name);
        }

        return measurement;
    }

    private static void Check(Scenario scenario, Variant variant, TableDigest found, TableDigest expected)
    {
        if (found != expected)
        {
            throw new ComparisonException(
                $"{scenario.Name}, {variant.Name}: the table is not the one that the data make: {found} was found, {expected} was expected.");
        }
    }
}
