// A program for tests to start: a host that runs a pipeline once. The first argument says what happens to it; the others are configuration.

using EtlKit.Hosting;
using HostTarget;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var what = args[0];
var builder = Host.CreateApplicationBuilder(args[1..]);
builder.Services.AddEtlPipeline("numbers", (services, pipeline) => Scenarios.Compose(what, services, pipeline));
if (what is "failing-service" or "service-failing-at-stop")
{
    builder.Services.AddHostedService(_ => new FailingService(atStop: what == "service-failing-at-stop"));
}

if (what == "unmakeable-service")
{
    builder.Services.AddHostedService<UnmakeableService>();
}

var name = what == "unknown" ? "nmbers" : "numbers";
return await builder.Build().RunEtlPipelineAsync(name, new EtlRunOptions { ReportPath = builder.Configuration["report"] });
