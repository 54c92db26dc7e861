using System.Text.RegularExpressions;

namespace EtlKit.Docs.Tests;

/// <summary>The tests as they stand in the sources, named <c>Class.Method</c>, which is how the pages name them.</summary>
internal static partial class TestSources
{
    /// <summary>The names of all tests, each with the bugs whose traits it has.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Bugs { get; } =
        Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Method().Matches(File.ReadAllText(path)).Select(match => (
                Name: $"{Path.GetFileNameWithoutExtension(path)}.{match.Groups["name"].Value}",
                Bugs: match.Groups["bug"].Captures.Select(bug => bug.Value))))
            .GroupBy(test => test.Name, StringComparer.Ordinal)
            .ToDictionary(tests => tests.Key, IReadOnlyList<string> (tests) => [.. tests.SelectMany(test => test.Bugs)], StringComparer.Ordinal);

    /// <summary>The tests that a text names in code spans.</summary>
    public static IEnumerable<string> NamedIn(string text) => Name().Matches(text).Select(match => match.Value.Trim('`'));

    [GeneratedRegex(@"`[A-Z]\w+Tests\.[A-Z]\w+`")]
    private static partial Regex Name();

    [GeneratedRegex(
        @"(^[ ]+\[(Trait\(""Bug"",\s""(?<bug>[^""]+)""\)|.*)\]\n)*^[ ]+public (async )?(void|Task|ValueTask) (?<name>\w+_\w+)\(",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Method();
}
