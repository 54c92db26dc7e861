// Runs benchmarks:
//
//   dotnet run -c Release --project benchmarks/EtlKit.Benchmarks -- --filter '*Csv*'
//   dotnet run -c Release --project benchmarks/EtlKit.Benchmarks -- --dry
//
// --dry runs every benchmark once, in this process and with little data. It measures nothing: it shows that they all work.

using BenchmarkDotNet.Running;
using EtlKit.Benchmarks;

const string Dry = "--dry";
string[] inProcess = ["--inProcess", "-i"];

var isDry = args.Contains(Dry);
if (isDry)
{
    args = [.. args.Where(arg => arg != Dry), "--job", "Dry", "--inProcess"];
    args = args.Contains("--filter") ? args : [.. args, "--filter", "*"];
}

if (args.Contains("Dry", StringComparer.OrdinalIgnoreCase))
{
    DataSize.UseLittle();
}

// Taken off the command line where the job is ours: BenchmarkDotNet would add another job for it, with other settings, and run both.
var withJob = !args.Contains("--job") && !args.Contains("-j");
var isInProcess = args.Any(inProcess.Contains);
if (withJob)
{
    args = [.. args.Where(arg => !inProcess.Contains(arg))];
}

var summaries = BenchmarkSwitcher
    .FromAssembly(typeof(Program).Assembly)
    .Run(args, BenchmarkConfig.Create(withJob, isInProcess))
    .ToList();

var failures = summaries
    .SelectMany(summary => summary.BenchmarksCases.Where(benchmark => summary[benchmark] is not { Success: true }))
    .Select(benchmark => benchmark.DisplayInfo)
    .ToList();
foreach (var failure in failures)
{
    Console.Error.WriteLine($"FAILED: {failure}");
}

return failures.Count == 0 && (!isDry || summaries.Count > 0) ? 0 : 1;
