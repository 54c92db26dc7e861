using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace EtlKit.Quartz.Tests;

/// <summary>The store of Quartz in SQLite, configured by configuration alone.</summary>
public sealed class PersistentStoreTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-quartz-");

    private string ConnectionString => $"Data Source={Path.Combine(_directory.FullName, "quartz.db")};Pooling=False";

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Restart_SameSchedule_IsNotDoubledAndRunsWhatWasMissedOnce()
    {
        await using (var first = Persistent(Scheduled.Start, schedule => schedule.Cron("0 0 * * * ?")))
        {
            await first.StartAsync();
            await first.StopAsync();
        }

        await using var second = Persistent(Scheduled.Start.AddHours(3), schedule => schedule.Cron("0 0 * * * ?"));
        second.Gate.Open();
        await second.StartAsync();
        await second.Gate.BegunAsync();
        var state = await second.UntilAsync(state => state.Runs.LastRun is not null);
        await second.StopAsync();

        state.Runs.History.Should().ContainSingle().Which.StartedAt.Should().Be(Scheduled.Start.AddHours(3));
        state.NextFireAt.Should().Be(new DateTimeOffset(2026, 1, 2, 7, 0, 0, TimeSpan.Zero));
        second.Messages(LogLevel.Warning).Should().ContainSingle().Which.Should().StartWith("The fire of pipeline events that was due at 2026-01-02 04:00:00+00:00 was missed");
        Count("QRTZ_TRIGGERS").Should().Be(1);
        Count("QRTZ_JOB_DETAILS").Should().Be(1);
    }

    [Fact]
    public async Task Restart_ScheduleHasChanged_IsUpdatedAndStaysPaused()
    {
        await using (var first = Persistent(Scheduled.Start, schedule => schedule.Cron("0 0 * * * ?")))
        {
            await first.StartAsync();
            await first.Scheduler.PauseAsync("events", TestContext.Current.CancellationToken);
            await first.StopAsync();
        }

        await using var second = Persistent(Scheduled.Start.AddHours(3), schedule => schedule.Cron("0 30 2 * * ?").In("Europe/Berlin").Misfire(ScheduleMisfire.Skip));
        await second.StartAsync();
        var state = await second.StateAsync();
        await second.StopAsync();

        state.IsPaused.Should().BeTrue();
        state.NextFireAt.Should().Be(new DateTimeOffset(2026, 1, 3, 1, 30, 0, TimeSpan.Zero));
        Count("QRTZ_TRIGGERS").Should().Be(1);
        Count("QRTZ_CRON_TRIGGERS").Should().Be(1);
    }

    [Fact]
    public async Task Restart_ScheduleIsGone_IsRemovedAndTold()
    {
        await using (var first = Persistent(Scheduled.Start, schedule => schedule.Cron("0 0 * * * ?")))
        {
            await first.StartAsync();
            await first.StopAsync();
        }

        await using var second = Persistent(Scheduled.Start, schedule: null);
        second.Builder.AddEtlSchedules();
        await second.StartAsync();
        await second.StopAsync();

        second.Messages(LogLevel.Warning).Should().Equal("The stored schedule of pipeline events is removed: this program has no such schedule");
        Count("QRTZ_TRIGGERS").Should().Be(0);
        Count("QRTZ_JOB_DETAILS").Should().Be(0);
    }

    [Fact]
    public async Task Start_StoreConfiguredInCode_IsUsed()
    {
        await using var scheduled = new Scheduled();
        scheduled.Builder.AddEtlSchedules(schedules => schedules
            .Add("events", schedule => schedule.Cron("0 0 * * * ?"))
            .UseQuartz(quartz => quartz.UsePersistentStore(store => store.UseSqlite(SqliteFactory.Instance, ConnectionString).ProvisionSchema())));

        await scheduled.StartAsync();
        await scheduled.StopAsync();

        Count("QRTZ_TRIGGERS").Should().Be(1);
    }

    private Scheduled Persistent(DateTimeOffset start, Action<EtlSchedule>? schedule)
    {
        var scheduled = new Scheduled(events: null, start).Set(
            ("EtlKit:Quartz:JobStore:Type", "Quartz.Impl.AdoJobStore.LocalTransactionJobStore, Quartz"),
            ("EtlKit:Quartz:JobStore:DriverDelegateType", "Quartz.Impl.AdoJobStore.SQLiteDelegate, Quartz"),
            ("EtlKit:Quartz:JobStore:DataSource", "schedules"),
            ("EtlKit:Quartz:JobStore:SchemaProvisioning", "CreateIfMissing"),
            ("EtlKit:Quartz:DataSource:schedules:Provider", "SQLite-Microsoft"),
            ("EtlKit:Quartz:DataSource:schedules:ConnectionString", ConnectionString));
        if (schedule is not null)
        {
            scheduled.Builder.AddEtlSchedules(schedules => schedules.Add("events", schedule));
        }

        return scheduled;
    }

    private long Count(string table)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
}
