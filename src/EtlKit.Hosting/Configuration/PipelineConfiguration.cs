using Microsoft.Extensions.Configuration;

namespace EtlKit.Hosting;

/// <summary>What is configured under <c>EtlKit</c>: reads and checks it, as it is at the moment. Safe for concurrent use.</summary>
internal sealed class PipelineConfiguration(
    IEnumerable<PipelineRegistration> registrations,
    IEnumerable<IPipelineConfigurationSection> sections,
    IEnumerable<IEtlStartCheck> checks,
    IConfiguration? configuration)
{
    private readonly List<string> _names = [.. registrations.Select(registration => registration.Name)];
    private readonly Dictionary<string, IPipelineConfigurationSection> _sections = sections.ToDictionary(section => section.Key, StringComparer.OrdinalIgnoreCase);
    private readonly List<IEtlStartCheck> _checks = [.. checks];
    private readonly IConfigurationSection? _root = configuration?.GetSection(ConfigurationKeys.Root);

    /// <summary>Reads the options of a pipeline.</summary>
    /// <exception cref="PipelineConfigurationException">Something about them is wrong; the exception lists everything.</exception>
    public IReadOnlyList<OptionValue> Read(string name)
    {
        var problems = new List<string>();
        var values = _root is null ? [] : Read(name, problems);
        return problems.Count == 0 ? values : throw new PipelineConfigurationException(name, problems);
    }

    /// <summary>All that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> FindProblems()
    {
        var problems = new List<string>();
        FindProblemsOfConfiguration(problems);
        problems.AddRange(_checks.SelectMany(check => check.FindProblems(_names)));

        // Read for each pipeline, the defaults are found wrong each time.
        return [.. problems.Distinct(StringComparer.Ordinal)];
    }

    private void FindProblemsOfConfiguration(List<string> problems)
    {
        if (_root is null)
        {
            return;
        }

        List<string> known = [ConfigurationKeys.Pipelines, ConfigurationKeys.Defaults, .. _checks.Select(check => check.Section).OfType<string>()];
        foreach (var child in _root.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add(Unknown(child, known));
        }

        var pipelines = _root.GetSection(ConfigurationKeys.Pipelines);
        CheckIsSection(pipelines, problems);
        foreach (var child in pipelines.GetChildren().Where(child => !_names.Contains(child.Key, PipelineNames.Comparer)))
        {
            problems.Add($"{LogText.Clean(child.Path)} configures a pipeline that isn't registered: "
                + (_names.Count == 0 ? "none is." : NearMiss.Suggest(child.Key, _names)));
        }

        foreach (var name in _names.DefaultIfEmpty(""))
        {
            _ = Read(name, problems);
        }
    }

    private IReadOnlyList<OptionValue> Read(string name, List<string> problems)
    {
        var values = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        ReadSection(_root!.GetSection(ConfigurationKeys.Defaults), values, problems, IsFreeInDefaults);
        if (name.Length > 0)
        {
            ReadSection(_root.GetSection(ConfigurationKeys.Pipelines).GetSection(name), values, problems, child => CheckOther(name, child, problems));
        }

        CheckRanges(values, problems);
        return [.. values.Values];
    }

    private static void ReadSection(IConfigurationSection section, Dictionary<string, OptionValue> values, List<string> problems, Func<IConfigurationSection, string?> checkOther)
    {
        CheckIsSection(section, problems);
        foreach (var child in section.GetChildren())
        {
            if (!OptionSettings.All.TryGetValue(child.Key, out var setting))
            {
                if (checkOther(child) is { } problem)
                {
                    problems.Add(problem);
                }
            }
            else if (child.GetChildren().Any())
            {
                problems.Add($"{LogText.Clean(child.Path)} is a section, but must be {setting.Expected}.");
            }
            else if (child.Value is { } text)
            {
                if (setting.Read(text) is { } apply)
                {
                    values[setting.Name] = new OptionValue(setting.Name, child.Path, apply);
                }
                else
                {
                    problems.Add($"{LogText.Clean(child.Path)} is '{ConfiguredText.Show(text)}', but must be {setting.Expected}.");
                }
            }
        }
    }

    private string? CheckOther(string name, IConfigurationSection child, List<string> problems)
    {
        if (_sections.TryGetValue(child.Key, out var section))
        {
            problems.AddRange(section.Validate(name, child));
            return null;
        }

        return Is(child, ConfigurationKeys.Settings) ? null
            : ConfigurationKeys.Packages.TryGetValue(child.Key, out var package)
                ? $"{LogText.Clean(child.Path)} takes the package {package}, which this program doesn't use: add it and register it, or remove the section."
            : Unknown(child, [.. OptionSettings.All.Keys, .. _sections.Keys, ConfigurationKeys.Settings]);
    }

    private string? IsFreeInDefaults(IConfigurationSection child) =>
        Is(child, ConfigurationKeys.Settings) ? null
        : _sections.ContainsKey(child.Key) || ConfigurationKeys.Packages.ContainsKey(child.Key)
            ? $"{LogText.Clean(child.Path)} can't be a default: configure it under {ConfigurationKeys.Root}:{ConfigurationKeys.Pipelines} for each pipeline that needs it."
        : Unknown(child, [.. OptionSettings.All.Keys, ConfigurationKeys.Settings]);

    private static void CheckRanges(Dictionary<string, OptionValue> values, List<string> problems)
    {
        // What isn't configured may be set in code: the shortest delay keeps it from being compared here.
        var options = new PipelineOptions { RetryDelay = TimeSpan.FromTicks(1) };
        foreach (var value in values.Values)
        {
            value.ApplyTo(options);
        }

        foreach (var problem in options.Validate())
        {
            var name = problem.Split(' ')[0];
            if (values.TryGetValue(name, out var value))
            {
                problems.Add(LogText.Clean(value.Key) + problem[name.Length..]);
            }
        }
    }

    private static void CheckIsSection(IConfigurationSection section, List<string> problems)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            problems.Add($"{LogText.Clean(section.Path)} is a value, but must be a section.");
        }
    }

    private static string Unknown(IConfigurationSection child, IEnumerable<string> allowed) =>
        $"{LogText.Clean(child.Path)} is unknown: {NearMiss.Suggest(child.Key, allowed)}";

    private static bool Is(IConfigurationSection section, string key) => section.Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}
