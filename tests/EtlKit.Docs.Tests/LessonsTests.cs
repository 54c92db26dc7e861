namespace EtlKit.Docs.Tests;

/// <summary>The bugs of others that the page of lessons lists are those that tests are marked with, and the tests that it names are these.</summary>
public sealed class LessonsTests
{
    private const string Page = "docs/lessons.md";

    [Fact]
    public void Lessons_NamedTests_AreThereAndMarkedWithTheBug()
    {
        var lessons = Lessons();

        lessons.Should().HaveCountGreaterThan(20).And.OnlyContain(lesson => lesson.Bugs.Length > 0 && lesson.Tests.Length > 0);
        Problems.Of(lessons.SelectMany(lesson => lesson.Tests
            .Where(test => !TestSources.Bugs.TryGetValue(test, out var bugs) || !bugs.Intersect(lesson.Bugs).Any())
            .Select(test => $"{test} is not there, or not marked with {string.Join(" or ", lesson.Bugs)}"))).Should().BeEmpty();
        Problems.Of(lessons.SelectMany(lesson => lesson.Bugs
            .Where(bug => !lesson.Tests.Any(test => TestSources.Bugs.GetValueOrDefault(test, []).Contains(bug)))
            .Select(bug => $"{bug}: no test of its line is marked with it"))).Should().BeEmpty();
    }

    [Fact]
    public void Lessons_MarkedTests_AreAllOnThePage()
    {
        var lessons = Lessons();

        Problems.Of(TestSources.Bugs.SelectMany(test => test.Value
            .Where(bug => !lessons.Any(lesson => lesson.Bugs.Contains(bug) && lesson.Tests.Contains(test.Key)))
            .Select(bug => $"{test.Key} is marked with {bug}"))).Should().BeEmpty();
    }

    /// <summary>The lines of the tables: whose bug, what it was, which tests.</summary>
    private static List<(string[] Bugs, string[] Tests)> Lessons() =>
    [
        .. Markdown.ProseOf(Page)
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|'))
            .Where(cells => TestSources.NamedIn(cells[^1]).Any())
            .Select(cells => (cells[0].Split(',', StringSplitOptions.TrimEntries), TestSources.NamedIn(cells[^1]).ToArray())),
    ];
}
