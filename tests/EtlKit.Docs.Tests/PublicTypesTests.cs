using System.Text.RegularExpressions;
using EtlKit.Csv;
using EtlKit.Hosting;
using EtlKit.Quartz;
using EtlKit.Sqlite;

namespace EtlKit.Docs.Tests;

/// <summary>No public type goes unmentioned.</summary>
public sealed class PublicTypesTests
{
    /// <summary>Types that readers need not know of, with the reason.</summary>
    private static readonly Dictionary<string, string> Unmentioned = new()
    {
        ["Filtered"] = "the type of TransformResult.Filter, which nobody writes down",
    };

    public static TheoryData<string> Types() =>
    [
        .. new[] { typeof(Pipeline), typeof(CsvExtractor), typeof(SqliteLoader), typeof(IPipelineRunner), typeof(IEtlScheduler) }
            .SelectMany(type => type.Assembly.GetExportedTypes())

            // Nobody writes down the class of an extension method.
            .Where(type => !type.Name.EndsWith("Extensions", StringComparison.Ordinal))
            .Select(type => type.Name.Split('`')[0])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Where(type => !Unmentioned.ContainsKey(type)),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_Public_IsMentioned(string type)
    {
        // An attribute is written without its suffix.
        var pattern = $@"\b{Regex.Escape(type.EndsWith("Attribute", StringComparison.Ordinal) ? type[..^9] : type)}\b";

        Repository.Pages.Should().Contain(page => Regex.IsMatch(Repository.Read(page), pattern), "{0} is public", type);
    }
}
