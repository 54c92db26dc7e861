namespace EtlKit.Tests.Model;

/// <summary>Builds the pipeline of a scenario.</summary>
internal static class Pipelines
{
    public static LoadedPipelineBuilder<string> Make(this Scenario scenario, ILoader<string> target, Trouble trouble, Tally tally)
    {
        var builder = new PipelineBuilder("p").Extract(scenario.Sources.Select(source => SourceExtractor.Make(source, trouble)));
        foreach (var step in scenario.Steps)
        {
            builder = builder.Add(step, tally);
        }

        return builder.Load(target).Configure(scenario.Settings.Apply);
    }
}
