using System.Globalization;

namespace EtlKit.Recovery.Tests;

/// <summary>A replay that is killed again and again loads each dead letter once.</summary>
public sealed class ReplayTests
{
    private const int MaxKills = 10;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Replay_KilledAtRandomSteps_LoadsEachLetterOnce(int seed)
    {
        using var job = new KillJob("append", seed);
        var untouched = await job.RunAndReplayAsync();
        (await job.RunAsync(KillJob.Never)).Should().NotBeNull();

        var random = new Random(seed);
        var kills = 0;
        while (kills < MaxKills && await job.ReplayAsync(random.Next(1, kills == 0 ? (untouched.Steps / 2) + 1 : untouched.Steps + 1)) is null)
        {
            kills++;
        }

        if (kills == MaxKills)
        {
            (await job.ReplayAsync(KillJob.Never)).Should().NotBeNull();
        }

        kills.Should().BePositive("otherwise nothing was tried");
        job.CheckReplayed(untouched, string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {kills} kills"));
    }
}
