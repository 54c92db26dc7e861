// A worker that loads CSV files into SQLite. All that it does is configured by appsettings.yaml beside it, and by environment variables, which go before the file.
//
//   Worker                       serves: runs pipelines on their schedules and when it is asked to, tells health and metrics
//   Worker run NAME [--replay]   runs a pipeline once, or replays its rejects; the exit code says how it went
//   Worker check                 says whether the configuration is right and the targets can be reached, and changes nothing

using EtlKit.Hosting;
using Worker;

try
{
    return args switch
    {
        [] => await Service.RunAsync(),
        ["run", var name] => await Once.RunAsync(name, isReplay: false),
        ["run", var name, "--replay"] => await Once.RunAsync(name, isReplay: true),
        ["check"] => await Check.RunAsync(),
        _ => Misused(),
    };
}
catch (Exception exception) when (exception is InvalidDataException or FormatException || EtlExitCode.Of(exception) == EtlExitCode.Misconfigured)
{
    // A file or a value that can't be read, or a host that has found its pipelines configured wrongly.
    await Console.Error.WriteLineAsync(exception is InvalidDataException { InnerException: { } cause } ? cause.Message : exception.Message);
    return EtlExitCode.Misconfigured;
}

static int Misused()
{
    Console.Error.WriteLine("Usage: Worker | Worker run NAME [--replay] | Worker check");
    return EtlExitCode.Misconfigured;
}
