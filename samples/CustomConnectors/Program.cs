// An extractor and a loader of one's own, each in one short file.
//
//   dotnet run --project samples/CustomConnectors [INPUT.jsonl [OUTPUT.txt]]

using CustomConnectors;
using EtlKit;

var input = args.ElementAtOrDefault(0) ?? Sample();
var output = args.ElementAtOrDefault(1) ?? "readings.txt";

var report = await new PipelineBuilder("readings")
    .Extract(new JsonLinesExtractor<Reading>(input, ReadingJson.Default.Reading))
    .Where(reading => reading.Celsius > -273.15)
    .Load(new TextFileLoader<Reading>(output, reading => FormattableString.Invariant($"{reading.Sensor}\t{reading.Celsius:F1}")))
    .Build()
    .RunAsync();

Console.WriteLine(report);
Console.Write(File.ReadAllText(output));

static string Sample()
{
    var path = Path.Combine(Path.GetTempPath(), $"readings-{Environment.ProcessId}.jsonl");
    File.WriteAllLines(path, ["{\"sensor\":\"roof\",\"celsius\":21.25}", "{\"sensor\":\"roof\",", "{\"sensor\":\"cellar\",\"celsius\":-999}", "{\"sensor\":\"cellar\",\"celsius\":12}"]);
    return path;
}
