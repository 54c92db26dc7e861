using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EtlKit.Quartz.Tests;

public sealed class RunLockTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-quartz-");

    private string ConnectionString => $"Data Source={Path.Combine(_directory.FullName, "numbers.db")};Pooling=False";

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Fire_RunLockIsHeldByAnother_IsSkippedAndSaysByWhom()
    {
        await using var scheduled = new Scheduled();
        using var holder = new Gate();
        var other = holder.ComposeLocked(new PipelineBuilder("numbers") { TimeProvider = scheduled.Time }, ConnectionString).Build();
        var running = other.RunAsync(TestContext.Current.CancellationToken);
        await holder.BegunAsync();
        scheduled.Builder.Services.AddEtlPipeline("numbers", (_, pipeline) => scheduled.Gate.ComposeLocked(pipeline, ConnectionString));
        scheduled.Builder.AddEtlSchedules(schedules => schedules.Add("numbers", schedule => schedule.Cron("0 0 * * * ?")));
        await scheduled.StartAsync();

        await scheduled.Scheduler.TriggerAsync("numbers", TestContext.Current.CancellationToken);
        var state = await scheduled.UntilAsync(state => state.SkippedCount == 1, "numbers");
        holder.Open();
        await running.OrHangs();

        var skipped = state.Skipped.Should().ContainSingle().Subject;
        skipped.Reason.Should().Be(SkipReason.Locked);
        skipped.Message.Should().Contain("numbers");
        scheduled.Messages(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain("is skipped (Locked)").And.Contain(skipped.Message);
        scheduled.Messages(LogLevel.Error).Should().BeEmpty();
        state.Runs.LastRun!.Succeeded.Should().BeFalse();
        scheduled.Gate.Runs.Should().Be(0);
    }
}
