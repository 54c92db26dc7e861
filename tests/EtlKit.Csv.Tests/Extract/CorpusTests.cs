using System.Text.Json;

namespace EtlKit.Csv.Tests;

/// <summary>The files of csv-spectrum, each with its answer.</summary>
public sealed class CorpusTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Corpus", "csv-spectrum");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Path.Combine(Root, "csvs")).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Corpus_IsThere() => Names.Should().HaveCount(12);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task FromFile_FileOfTheCorpus_GivesItsAnswer(string name)
    {
        var answer = File.ReadAllText(Path.Combine(Root, "json", name + ".json"));

        // The answer for a file with one row is that row, not a list.
        var expected = JsonSerializer.Deserialize<List<Dictionary<string, string>>>(answer.TrimStart().StartsWith('[') ? answer : $"[{answer}]")!;

        var rows = await Read.RowsAsync(CsvExtractor.FromFile(Path.Combine(Root, "csvs", name + ".csv"), row => row.ToDictionary()));

        rows.Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }
}
