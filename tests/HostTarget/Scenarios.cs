using EtlKit;
using EtlKit.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HostTarget;

/// <summary>What the pipeline of the program does, by the name of a scenario.</summary>
internal static class Scenarios
{
    public static LoadedPipelineBuilder<int> Compose(string what, IServiceProvider services, PipelineBuilder builder) => what switch
    {
        "unresolvable" => Load(builder, services.GetRequiredService<Func<int, int>>()),
        "rejects" => Load(builder, static number => number == 2 ? TransformResult.Reject("two") : number),
        "budget" => Load(builder, static number => number == 2 ? TransformResult.Reject("two") : number).Configure(options => options.MaxRejects = 0),
        "sqlite" or "sqlite-endless" => LoadIntoSqlite(builder, what == "sqlite" ? [1, 2, 3] : Endless, services.GetRequiredService<IConfiguration>()["database"]!),
        "broken" => builder.Extract(Extractor.From("numbers", [1, 2, 3])).Load(Loader.From<int>("broken", (_, _) => throw new InvalidOperationException("the target is gone"))),
        "refusing" => builder.Extract(Extractor.From("numbers", [1, 2, 3])).Load(new RefusingLoader()),
        "wrong-options" => Load(builder, static number => number).Configure(options => options.BatchSize = 0),
        "endless" or "failing-service" => builder.Extract(Extractor.From("numbers", Endless)).Load(Loader.From<int>("nowhere", (batch, _) => Loaded(batch.Count))),
        "deaf" => builder.Extract(Extractor.From("numbers", Endless)).Load(Loader.From<int>("deaf", (_, _) => Deaf()))
            .Configure(options => options.DrainTimeout = TimeSpan.FromMinutes(10)),
        "abandoning" => builder.Extract(Extractor.From("numbers", Endless)).Load(Loader.From<int>("deaf", (_, _) => Deaf()))
            .Configure(options => options.DrainTimeout = TimeSpan.FromMilliseconds(50)),
        _ => Load(builder, static number => number),
    };

    private static LoadedPipelineBuilder<int> Load(PipelineBuilder builder, Func<int, TransformResult<int>> transform) =>
        builder.Extract(Extractor.From("numbers", [1, 2, 3])).Transform(transform).Load(Loader.From<int>("nowhere", (batch, _) => Loaded(batch.Count)));

    private static LoadedPipelineBuilder<int> Load(PipelineBuilder builder, Func<int, int> transform) => Load(builder, number => (TransformResult<int>)transform(number));

    private static LoadedPipelineBuilder<int> LoadIntoSqlite(PipelineBuilder builder, IEnumerable<int> numbers, string database) => builder
        .Extract(Extractor.From("numbers", numbers))
        .Where(number => Say(number))
        .Load(SqliteLoader.Append<int>($"Data Source={database}", "numbers", numbers => numbers.Column("number", number => number)))
        .Configure(options => options.BatchSize = 100)
        .WithRunLock();

    private static bool Say(int number)
    {
        if (number == 1000)
        {
            Console.Error.WriteLine("batch");
        }

        return true;
    }

    private static ValueTask<LoadResult> Loaded(int rows)
    {
        Console.Error.WriteLine("batch");
        return new(new LoadResult(rows));
    }

    private static async ValueTask<LoadResult> Deaf()
    {
        Console.Error.WriteLine("batch");
        await new TaskCompletionSource().Task;
        return new LoadResult(0);
    }

    private static IEnumerable<int> Endless
    {
        get
        {
            for (var number = 0; ; number++)
            {
                yield return number;
            }
        }
    }
}
