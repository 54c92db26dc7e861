using EtlKit.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Hosting.Tests;

public sealed class HealthTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-hosting-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Check_NothingHasRun_IsHealthy()
    {
        using var host = Build(Numbers.Compose, options => options.MaxAge = TimeSpan.FromHours(1));

        (await CheckAsync(host, "live")).Status.Should().Be(HealthStatus.Healthy);
        (await CheckAsync(host, "ready")).Status.Should().Be(HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded)]
    public async Task Live_RunMakesNoProgress_SaysWhereItIsStuck(HealthStatus status)
    {
        var numbers = new Numbers();
        using var host = Build(numbers.ComposeHeld, options => options.StalledStatus = status);
        var run = host.RunAsync("numbers");
        await numbers.Loading;

        var before = await CheckAsync(host, "live");
        _time.Advance(PipelineDefaults.StallTimeout);
        var stalled = await CheckAsync(host, "live");
        var runId = host.Runner().GetSnapshot("numbers")!.RunId;
        numbers.Open();
        await run;
        var after = await CheckAsync(host, "live");

        before.Status.Should().Be(HealthStatus.Healthy);
        stalled.Status.Should().Be(status);
        stalled.Data["symptom"].Should().Be("the run has made no progress for 300 s");
        stalled.Data["cause"].ToString().Should().Contain("held");
        stalled.Data["action"].ToString().Should().Contain("restart");
        stalled.Data["runId"].Should().Be(runId);
        stalled.Data["snapshot"].ToString().Should().Contain(runId);
        after.Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Ready_TargetCantBeReached_SaysWhy()
    {
        var missing = Path.Combine(_directory.FullName, "missing");
        using var host = Build(builder => builder.Extract(Extractor.From("numbers", [1]))
            .Load(SqliteLoader.Append<int>($"Data Source={missing}/x.db", "numbers", numbers => numbers.Column("number", number => number))));

        var before = await CheckAsync(host, "ready");
        Directory.CreateDirectory(missing);
        var after = await CheckAsync(host, "ready");

        before.Status.Should().Be(HealthStatus.Unhealthy);
        before.Data["symptom"].Should().Be("the target can't be reached");
        before.Data["cause"].ToString().Should().Contain(missing);
        after.Status.Should().Be(HealthStatus.Healthy);
        Directory.EnumerateFileSystemEntries(missing).Should().BeEmpty();
    }

    [Fact]
    public async Task Ready_TargetDoesntAnswer_EndsInTimeAndAsksOnlyOnce()
    {
        var loader = new SilentLoader();
        using var host = Build(builder => builder.Extract(Extractor.From("numbers", [1])).Load(loader), options => options.ProbeTimeout = TimeSpan.FromSeconds(2));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            var check = CheckAsync(host, "ready");
            await loader.Asked.OrHangs();
            while (!check.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            (await check).Data["symptom"].Should().Be("the target has not answered for 2 s");
        }

        loader.Count.Should().Be(1);
        (await host.RunAsync("numbers")).Rows.Loaded.Should().Be(1, "a check that hangs doesn't keep a run from going on");
    }

    [Fact]
    public async Task Ready_CantBeComposed_ShowsNoMessageOfOthers()
    {
        using var host = Build(_ => throw new InvalidOperationException("hunter2"));

        var result = await CheckAsync(host, "ready");

        result.Status.Should().Be(HealthStatus.Unhealthy);
        result.Data["symptom"].Should().Be("the pipeline can't be composed");
        result.Data["cause"].Should().Be("composing it has failed: InvalidOperationException; its message is in the log");
        result.Exception.Should().BeNull();
        result.Data.Values.Should().NotContain(value => value.ToString()!.Contains("hunter2"));
    }

    [Fact]
    public async Task Ready_NoGoodRunForLongerThanMaxAge_IsUnhealthyUntilOneEndsWell()
    {
        using var host = Build(Numbers.Compose, options =>
        {
            options.MaxAge = TimeSpan.FromDays(1);
            options.MaxAgeOf["NUMBERS"] = TimeSpan.FromHours(1);
        });
        (await CheckAsync(host, "ready")).Status.Should().Be(HealthStatus.Healthy);

        _time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        var never = await CheckAsync(host, "ready");
        await host.RunAsync("numbers");
        var good = await CheckAsync(host, "ready");
        _time.Advance(TimeSpan.FromHours(2));
        var old = await CheckAsync(host, "ready");

        never.Status.Should().Be(HealthStatus.Unhealthy);
        never.Data["symptom"].Should().Be("no run has ended well since the start, 01:00:01 ago");
        never.Data["cause"].Should().Be("no run was begun");
        good.Status.Should().Be(HealthStatus.Healthy);
        old.Data["symptom"].Should().Be("the last good run was 02:00:00 ago");
    }

    [Fact]
    public async Task Ready_LastRunHasFailed_IsDegradedAndNamesTheRun()
    {
        using var host = Build(builder => builder.Extract(Extractor.From("numbers", [1]))
            .Load(Loader.From<int>("broken", (_, _) => throw new InvalidOperationException("hunter2"))));
        var run = async () => await host.RunAsync("numbers");
        var report = (await run.Should().ThrowAsync<PipelineException>()).Which.Report;

        var result = await CheckAsync(host, "ready");

        result.Status.Should().Be(HealthStatus.Degraded);
        result.Data["symptom"].Should().Be("the last run has failed");
        result.Data["cause"].Should().Be("InvalidOperationException; its message is in the log");
        result.Data["runId"].Should().Be(report.RunId);
        result.Data.Values.Should().NotContain(value => value.ToString()!.Contains("hunter2"));
    }

    [Theory]
    [InlineData(0.5, HealthStatus.Healthy)]
    [InlineData(0.2, HealthStatus.Degraded)]
    public async Task Ready_ManyRejects_IsDegradedOverTheRatio(double allowed, HealthStatus status)
    {
        using var host = Build(
            builder => builder.Extract(Extractor.From("numbers", [1, 2, 3, 4]))
                .Transform<int>(number => number == 2 ? TransformResult.Reject("hunter2") : number).Load(Loader.From<int>("nowhere", (_, _) => default)),
            options => options.MaxRejectRatio = allowed);
        await host.RunAsync("numbers");

        var result = await CheckAsync(host, "ready");

        result.Status.Should().Be(status);
        if (status == HealthStatus.Degraded)
        {
            result.Data["symptom"].Should().Be("the last run has rejected 1 rows, 25 % of them");
            result.Data.Values.Should().NotContain(value => value.ToString()!.Contains("hunter2"));
        }
    }

    [Fact]
    public async Task Ready_SeveralThingsWrong_TheWorstComesFirst()
    {
        using var host = Build(
            builder => builder.Extract(Extractor.From("numbers", [1])).Load(Loader.From<int>("broken", (_, _) => throw new InvalidOperationException("no"))),
            options => options.MaxAge = TimeSpan.FromMinutes(1));
        var run = async () => await host.RunAsync("numbers");
        await run.Should().ThrowAsync<PipelineException>();
        _time.Advance(TimeSpan.FromMinutes(2));

        var result = await CheckAsync(host, "ready");

        result.Status.Should().Be(HealthStatus.Unhealthy);
        result.Data["symptom"].ToString().Should().StartWith("no run has ended well");
        result.Data["also"].Should().Be("the last run has failed");
    }

    private IHost Build(Func<PipelineBuilder, LoadedPipelineBuilder<int>> compose, Action<EtlHealthOptions>? configure = null)
    {
        var builder = Hosts.Create();
        builder.Services.AddSingleton<TimeProvider>(_time);

        // The checks come first: they are there for pipelines that are registered later, too.
        builder.Services.AddHealthChecks().AddEtlPipelines(configure);
        builder.Services.AddEtlPipeline("numbers", (_, pipeline) => compose(pipeline));
        return builder.Build();
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host, string tag)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Tags.Contains(tag), TestContext.Current.CancellationToken).OrHangs();
        report.Entries.Should().ContainKey($"etlkit:numbers:{tag}").And.HaveCount(1);
        return report.Entries[$"etlkit:numbers:{tag}"];
    }

    /// <summary>A loader that never answers a probe, deaf to its token.</summary>
    private sealed class SilentLoader : ILoader<int>, ITargetProbe, ILoadSession<int>
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Task Asked => _asked.Task;

        public int Count => Volatile.Read(ref _count);

        public async ValueTask ProbeAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            _asked.TrySetResult();
            await new TaskCompletionSource().Task;
        }

        public ValueTask<ILoadSession<int>> OpenAsync(LoadContext context, CancellationToken cancellationToken) => new(this);

        public ValueTask<LoadResult> LoadAsync(RowBatch<int> batch, CancellationToken cancellationToken) => new(new LoadResult(batch.Count));

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }
}
