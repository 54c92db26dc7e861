using BenchmarkDotNet.Attributes;
using EtlKit.Csv;
using EtlKit.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>What do strings cost, which texts that stay UTF-8 don't: from a CSV file into SQLite, by the length of the texts?</summary>
public class TextBenchmark
{
    private static readonly int Rows = DataSize.Rows(200_000);

    private readonly Workspace _workspace = new();
    private string _file = null!;

    [Params(12, 100, 1000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _file = Path.Combine(_workspace.Input, "texts.csv");
        using var writer = new StreamWriter(_file);
        writer.WriteLine("first,second");
        var text = new string('x', Length);
        for (var i = 0; i < Rows; i++)
        {
            writer.WriteLine($"{text},{text}");
        }
    }

    [IterationSetup]
    public void DeleteDatabase() => _workspace.DeleteDatabase();

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public Task<PipelineReport> Strings() => RunAsync(CsvExtractor.FromFile(_file, row => new Text<string>(row.GetString(0), row.GetString(1))));

    [Benchmark]
    public Task<PipelineReport> Utf8Texts() =>
        RunAsync(CsvExtractor.FromFile(_file, row => new Text<Utf8Text>(Utf8Text.From(row.GetSpan(0)), Utf8Text.From(row.GetSpan(1)))));

    private Task<PipelineReport> RunAsync<TText>(IExtractor<Text<TText>> extractor) => new PipelineBuilder("texts")
        .Extract(extractor)
        .Load(SqliteLoader.Append<Text<TText>>(
            $"Data Source={_workspace.Database};Pooling=False", "texts", o => o.Column("first", t => t.First).Column("second", t => t.Second)))
        .Build()
        .RunAsync();

    private readonly record struct Text<TText>(TText First, TText Second);
}
