// Cleans the weather data, computes a derived field and upserts it into weather.db. Run it twice: the second run changes nothing.
//
//   dotnet run --project samples/QuickStart [DATABASE [DIRECTORY]]

using EtlKit;
using EtlKit.Csv;
using EtlKit.Sqlite;
using Microsoft.Extensions.Logging;
using QuickStart;

var database = args.ElementAtOrDefault(0) ?? "weather.db";
var directory = args.ElementAtOrDefault(1) ?? Path.Combine(AppContext.BaseDirectory, "data");

using var loggerFactory = LoggerFactory.Create(logging => logging
    .SetMinimumLevel(LogLevel.Warning)
    .AddSimpleConsole(console => console.IncludeScopes = true));

var pipeline = new PipelineBuilder("weather") { LoggerFactory = loggerFactory }
    .Extract(CsvExtractor.FromDirectory<WeatherRow>(directory))
    .Transform<WeatherDay>(Weather.Clean)
    .Load(SqliteLoader.Upsert<WeatherDay>(
        $"Data Source={database}",
        "weather",
        day => new { day.Location, day.Date },
        options => options.SkipUnchanged = true))
    .Build();

var report = await pipeline.RunAsync();

Console.WriteLine(report);
Console.WriteLine($"The rows are in {Path.GetFullPath(database)}, table weather.");
