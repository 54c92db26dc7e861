using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Quartz.Extensibility;

namespace EtlKit.Quartz.Tests;

public sealed class SummerTimeTests
{
    [Theory]
    [InlineData("0 30 2 * * ?", "2026-03-28T00:00Z", "2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("0 30 2 * * ?", "2026-10-24T00:00Z", "2026-10-24T00:30Z 2026-10-25T00:30Z 2026-10-26T01:30Z")]
    [InlineData("0 30 * * * ?", "2026-03-29T00:00Z", "2026-03-29T00:30Z 2026-03-29T01:00Z 2026-03-29T01:30Z 2026-03-29T02:30Z")]
    [InlineData("0 30 * * * ?", "2026-10-24T23:00Z", "2026-10-24T23:30Z 2026-10-25T00:30Z 2026-10-25T01:30Z 2026-10-25T02:30Z")]
    public void Compute_TimeThatIsMissingOrTwice_IsAsDocumented(string cron, string from, string expected)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(from));
        var section = new ConfigurationBuilder().Build().GetSection("none");
        var schedule = new ScheduleReader(new EtlSchedule("events").Cron(cron).In("Europe/Berlin"), section, time.GetUtcNow()).Read();

        var fires = TriggerFireTimes.Compute(schedule!.MakeTrigger(time), calendar: null, expected.Split(' ').Length);

        string.Join(' ', fires.Select(fire => $"{fire.UtcDateTime:yyyy-MM-ddTHH:mm}Z")).Should().Be(expected);
    }
}
