using EtlKit.Hosting;
using Microsoft.Extensions.Configuration;

namespace EtlKit.Quartz;

/// <summary>The schedules that code and configuration hold. Safe for concurrent use.</summary>
internal sealed class ScheduleBook(IEnumerable<EtlSchedule> schedules, IConfiguration? configuration, TimeProvider time) : IPipelineConfigurationSection
{
    // Later calls for the same pipeline replace earlier ones.
    private readonly Dictionary<string, EtlSchedule> _inCode = schedules
        .GroupBy(schedule => schedule.Pipeline, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.Last(), StringComparer.OrdinalIgnoreCase);

    public string Key => "Schedule";

    public IEnumerable<string> Validate(string pipeline, IConfigurationSection section)
    {
        var reader = ReaderOf(pipeline, section);
        _ = reader.Read();
        return reader.Problems;
    }

    /// <summary>What is wrong with the schedules that only code holds, a sentence each. The others are checked with their section.</summary>
    public IEnumerable<string> FindProblemsInCode(IReadOnlyList<string> pipelines)
    {
        foreach (var (name, schedule) in _inCode)
        {
            if (!pipelines.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"A schedule is set in code for the pipeline '{LogText.Clean(name)}', which isn't registered: "
                    + (pipelines.Count == 0 ? "none is." : NearMiss.Suggest(name, pipelines));
            }
            else if (SectionOf(name) is var section && !section.Exists())
            {
                foreach (var problem in Validate(schedule.Pipeline, section))
                {
                    yield return problem;
                }
            }
        }
    }

    /// <summary>The schedules of the pipelines that have one, in the order of the pipelines.</summary>
    /// <exception cref="EtlConfigurationException">Something is wrong with them.</exception>
    public IReadOnlyList<ScheduleDefinition> Read(IEnumerable<string> pipelines)
    {
        var definitions = new List<ScheduleDefinition>();
        var problems = new List<string>();
        foreach (var name in pipelines)
        {
            var section = SectionOf(name);
            if (!_inCode.ContainsKey(name) && !section.Exists())
            {
                continue;
            }

            var reader = ReaderOf(name, section);
            if (reader.Read() is { } definition)
            {
                definitions.Add(definition);
            }

            problems.AddRange(reader.Problems);
        }

        return problems.Count == 0 ? definitions : throw new EtlConfigurationException(problems);
    }

    private ScheduleReader ReaderOf(string pipeline, IConfigurationSection section) =>
        new(_inCode.GetValueOrDefault(pipeline) is { } schedule ? schedule : new EtlSchedule(pipeline), section, time.GetUtcNow());

    private IConfigurationSection SectionOf(string pipeline) => (configuration ?? Nothing).GetSection($"EtlKit:Pipelines:{pipeline}:{Key}");

    private static IConfiguration Nothing { get; } = new ConfigurationBuilder().Build();
}
