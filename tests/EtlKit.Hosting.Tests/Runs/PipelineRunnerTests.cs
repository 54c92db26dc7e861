using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Hosting.Tests;

public sealed class PipelineRunnerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task RunAsync_RegisteredPipeline_RunsWithTheLoggerAndClockOfTheContainer()
    {
        var time = new FakeTimeProvider(Start);
        var logs = new FakeLoggerProvider();
        var builder = Hosts.Create();
        builder.Services.AddSingleton<TimeProvider>(time).AddEtlPipeline("numbers", (_, pipeline) => Numbers.Compose(pipeline));
        builder.Logging.AddProvider(logs);
        using var host = builder.Build();

        var report = await host.RunAsync("NUMBERS");

        report.Pipeline.Should().Be("numbers");
        report.Rows.Loaded.Should().Be(3);
        report.StartedAt.Should().Be(Start);
        logs.Collector.GetSnapshot().Should().Contain(record => record.Category == "EtlKit.Pipeline");
        host.Runner().Names.Should().Equal("numbers");
    }

    [Fact]
    public async Task RunAsync_ContainerWithAMeterFactory_CountsOnItsMeter()
    {
        var builder = Hosts.Create();
        builder.Services.AddMetrics().AddEtlPipeline("numbers", (_, pipeline) => Numbers.Compose(pipeline));
        using var host = builder.Build();
        using var loaded = new MetricCollector<long>(host.Services.GetRequiredService<IMeterFactory>(), "EtlKit", "etlkit.rows.loaded");

        await host.RunAsync("numbers");

        loaded.GetMeasurementSnapshot().EvaluateAsCounter().Should().Be(3);
        loaded.GetMeasurementSnapshot().Should().OnlyContain(measurement => Equals(measurement.Tags["etlkit.pipeline.name"], "numbers"));
    }

    [Fact]
    public async Task RunAsync_EachTime_ComposesAnewInAScopeThatEndsWithTheRun()
    {
        var scopes = new List<Scoped>();
        var builder = Hosts.Create();
        builder.Services.AddScoped<Scoped>().AddEtlPipeline("numbers", (services, pipeline) =>
        {
            scopes.Add(services.GetRequiredService<Scoped>());
            return Numbers.Compose(pipeline);
        });
        using var host = builder.Build();

        await host.RunAsync("numbers");
        await host.RunAsync("numbers");

        scopes.Should().HaveCount(2).And.OnlyHaveUniqueItems().And.OnlyContain(scoped => scoped.Disposed.IsCompleted);
    }

    [Fact]
    public async Task RunAsync_WhileARunIsUnderWay_FailsAtOnceAndSaysSince()
    {
        var numbers = new Numbers();
        var builder = Hosts.Create();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Start)).AddEtlPipeline("numbers", (_, pipeline) => numbers.ComposeHeld(pipeline));
        using var host = builder.Build();
        var runner = host.Runner();
        var first = host.RunAsync("numbers");
        await numbers.Loading;

        var second = async () => await host.RunAsync("numbers");
        var refusal = (await second.Should().ThrowAsync<PipelineBusyException>()).Which;
        var snapshot = runner.GetSnapshot("numbers");
        var running = runner.GetState("numbers");
        numbers.Open();
        var report = await first.OrHangs();

        refusal.Pipeline.Should().Be("numbers");
        refusal.Message.Should().Contain("since 2026-01-02 03:04:05Z");
        snapshot!.RunId.Should().Be(report.RunId);
        running.IsRunning.Should().BeTrue();
        running.RunningSince.Should().Be(Start);
        running.History.Should().BeEmpty("a run that was refused is none");
        runner.GetSnapshot("numbers").Should().BeNull();
        runner.GetState("numbers").Should().Match<PipelineState>(state => !state.IsRunning && state.LastRun!.Report == report);
    }

    [Fact]
    public async Task RunAsync_CallThatIsAbandoned_KeepsScopeAndPipelineUntilItReturns()
    {
        var numbers = new Numbers();
        Scoped? scoped = null;
        var builder = Hosts.Create();
        builder.Services.AddScoped<Scoped>().AddEtlPipeline("numbers", (services, pipeline) =>
        {
            scoped = services.GetRequiredService<Scoped>();
            return numbers.ComposeHeld(pipeline).Configure(options => options.DrainTimeout = TimeSpan.FromMilliseconds(20));
        });
        using var host = builder.Build();
        var runner = host.Runner();
        using var cancel = new CancellationTokenSource();
        var first = runner.RunAsync("numbers", cancellationToken: cancel.Token);
        await numbers.Loading;
        await cancel.CancelAsync();

        var abandoned = async () => await first.OrHangs();
        var report = (await abandoned.Should().ThrowAsync<PipelineCancelledException>()).Which.Report;
        var second = async () => await host.RunAsync("numbers");
        var refusal = (await second.Should().ThrowAsync<PipelineBusyException>()).Which;
        var wasKept = !scoped!.Disposed.IsCompleted;
        numbers.Open();
        await scoped.Disposed.OrHangs();

        report.Abandoned.Should().NotBeEmpty();
        refusal.Message.Should().Contain("loader held");
        wasKept.Should().BeTrue();
        while (runner.GetState("numbers").IsRunning)
        {
            await Task.Yield();
        }

        (await host.RunAsync("numbers")).Rows.Loaded.Should().Be(3);
    }

    [Fact]
    public async Task WaitUntilIdleAsync_RunUnderWay_EndsWhenAnotherMayBegin()
    {
        var numbers = new Numbers();
        var builder = Hosts.Create();
        builder.Services.AddEtlPipeline("numbers", (_, pipeline) => numbers.ComposeHeld(pipeline));
        using var host = builder.Build();
        var runner = host.Runner();
        var atOnce = runner.WaitUntilIdleAsync("numbers", TestContext.Current.CancellationToken).IsCompletedSuccessfully;
        var run = host.RunAsync("numbers");
        await numbers.Loading;

        var idle = runner.WaitUntilIdleAsync("numbers", TestContext.Current.CancellationToken);
        var cancelled = async () => await runner.WaitUntilIdleAsync("numbers", new CancellationToken(canceled: true));
        await cancelled.Should().ThrowAsync<OperationCanceledException>();
        var wasWaiting = !idle.IsCompleted;
        numbers.Open();
        await idle.OrHangs();
        var again = await host.RunAsync("numbers");
        await run;

        atOnce.Should().BeTrue();
        wasWaiting.Should().BeTrue();
        again.Rows.Loaded.Should().Be(3);
    }

    [Fact]
    public async Task RunAsync_ComposingFails_IsAFaultOfConfigurationWithItsCause()
    {
        var builder = Hosts.Create();
        builder.Services.AddScoped<Scoped>().AddEtlPipeline("numbers", (services, pipeline) =>
        {
            _ = services.GetRequiredService<Func<int>>();
            return Numbers.Compose(pipeline);
        });
        using var host = builder.Build();

        var run = async () => await host.RunAsync("numbers");

        var failure = (await run.Should().ThrowAsync<PipelineConfigurationException>()).Which;
        failure.Message.Should().Contain("No service for type 'System.Func`1[System.Int32]'");
        failure.InnerException.Should().BeOfType<InvalidOperationException>();
        host.Runner().GetState("numbers").LastRun.Should().Match<PipelineRunRecord>(last => last.Report == null && last.Failure == failure && !last.Succeeded);
    }

    [Fact]
    public async Task RunAsync_BuilderOfItsOwn_IsRefused()
    {
        var builder = Hosts.Create();
        builder.Services.AddEtlPipeline("numbers", (_, _) => Numbers.Compose(new PipelineBuilder("others")));
        using var host = builder.Build();

        var run = async () => await host.RunAsync("numbers");

        await run.Should().ThrowAsync<PipelineConfigurationException>().WithMessage("*'others'*");
    }

    [Fact]
    public void AnyCall_UnknownName_ListsTheNames()
    {
        var builder = Hosts.Create();
        builder.Services.AddEtlPipeline("numbers", (_, pipeline) => Numbers.Compose(pipeline));
        builder.Services.AddEtlPipeline("letters", (_, pipeline) => Numbers.Compose(pipeline));
        using var host = builder.Build();
        var runner = host.Runner();

        Action[] calls = [() => _ = runner.RunAsync("x"), () => _ = runner.ReplayAsync("x"), () => runner.GetSnapshot("x"), () => runner.GetState("x")];

        foreach (var call in calls)
        {
            call.Should().Throw<UnknownPipelineException>().WithMessage("There is no pipeline 'x': registered are 'numbers', 'letters'.");
        }
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("Numbers")]
    public void AddEtlPipeline_SameNameAgain_IsRefused(string again)
    {
        var services = new ServiceCollection();
        services.AddEtlPipeline("numbers", (_, pipeline) => Numbers.Compose(pipeline));

        var add = () => services.AddEtlPipeline(again, (_, pipeline) => Numbers.Compose(pipeline));

        add.Should().Throw<ArgumentException>().WithMessage("*'numbers' is registered already*");
    }

    [Fact]
    public async Task GetState_ManyRuns_RemembersTheLastOnesAndTheLastSuccess()
    {
        var time = new FakeTimeProvider(Start);
        var fails = false;
        var builder = Hosts.Create();
        builder.Services.AddSingleton<TimeProvider>(time).AddEtlPipeline(
            "numbers", (_, pipeline) => fails ? throw new InvalidOperationException("no") : Numbers.Compose(pipeline));
        using var host = builder.Build();
        var runner = host.Runner();
        runner.GetState("numbers").Should().BeEquivalentTo(new PipelineState { Pipeline = "numbers", KnownSince = Start });

        await host.RunAsync("numbers");
        time.Advance(TimeSpan.FromHours(1));
        fails = true;
        for (var run = 0; run < PipelineState.MaxHistory; run++)
        {
            var fail = async () => await host.RunAsync("numbers");
            await fail.Should().ThrowAsync<PipelineConfigurationException>();
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var state = runner.GetState("numbers");
        state.LastSuccessAt.Should().Be(Start);
        state.History.Should().HaveCount(PipelineState.MaxHistory).And.OnlyContain(run => !run.Succeeded).And.BeInDescendingOrder(run => run.StartedAt);
        state.LastRun!.EndedAt.Should().Be(Start.AddHours(1).AddMinutes(PipelineState.MaxHistory - 1));
    }

    [Fact]
    public async Task ReplayAsync_StoresNoRejects_SaysSoAndIsNoSuccess()
    {
        var builder = Hosts.Create();
        builder.Services.AddEtlPipeline("numbers", (_, pipeline) => Numbers.Compose(pipeline));
        using var host = builder.Build();

        var replay = async () => await host.Runner().ReplayAsync("numbers", cancellationToken: TestContext.Current.CancellationToken);

        await replay.Should().ThrowAsync<InvalidOperationException>().WithMessage("*stores no rejects*");
        host.Runner().GetState("numbers").Should().Match<PipelineState>(state => state.LastSuccessAt == null && state.LastRun!.IsReplay);
    }

    [Fact]
    public async Task HostStops_RunUnderWay_DrainsBeforeServicesAreDisposedOf()
    {
        var numbers = new Numbers();
        Scoped? scoped = null;
        var builder = Hosts.Create();
        builder.Services.AddScoped<Scoped>().AddEtlPipeline("numbers", (services, pipeline) =>
        {
            scoped = services.GetRequiredService<Scoped>();
            return numbers.ComposeHeld(pipeline);
        });
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var run = host.RunAsync("numbers");
        await numbers.Loading;

        var stop = host.StopAsync(TestContext.Current.CancellationToken);
        var wasWaiting = !stop.IsCompleted && !scoped!.Disposed.IsCompleted;
        numbers.Open();
        await stop.OrHangs();

        wasWaiting.Should().BeTrue();
        scoped!.Disposed.IsCompleted.Should().BeTrue();
        var cancelled = async () => await run;
        (await cancelled.Should().ThrowAsync<PipelineCancelledException>()).Which.Report.Rows.Loaded.Should().Be(3);
    }

    private sealed class Scoped : IDisposable
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Disposed => _disposed.Task;

        public void Dispose() => _disposed.TrySetResult();
    }
}
