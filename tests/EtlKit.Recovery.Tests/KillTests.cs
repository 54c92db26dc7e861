using System.Globalization;

namespace EtlKit.Recovery.Tests;

/// <summary>Promise 5: kill -9 at any moment, start again, and the target equals that of a run that was never killed.</summary>
public sealed class KillTests
{
    private const int MaxKills = 10;

    public static TheoryData<string, int> Seeds
    {
        get
        {
            var seeds = new TheoryData<string, int>();
            for (var seed = 1; seed <= 25; seed++)
            {
                seeds.Add("append", seed);
                seeds.Add("upsert", seed + 1000);
            }

            return seeds;
        }
    }

    [Theory]
    [Trait("Bug", "Spring Batch #1099")]
    [Trait("Bug", "Spring Batch #1849")]
    [Trait("Bug", "Spring Batch #3127")]
    [Trait("Bug", "Spring Batch #4876")]
    [Trait("Bug", "embulk-output-jdbc #270")]
    [MemberData(nameof(Seeds))]
    public async Task Run_KilledAtRandomSteps_EndsLikeOneThatWasNot(string mode, int seed)
    {
        using var job = new KillJob(mode, seed);
        var untouched = await job.RunToTheEndAsync();

        var random = new Random(seed);
        var kills = 0;
        while (kills < MaxKills)
        {
            // The first kill hits for certain; a later one may be due after the end, since a resumed run takes fewer steps.
            var last = kills == 0 ? untouched.Steps / 2 : untouched.Steps;
            if (await job.RunAsync(random.Next(1, last + 1)) is not null)
            {
                break;
            }

            kills++;
            job.CheckHalfWay(untouched);
        }

        kills.Should().BePositive("otherwise nothing was tried");
        if (kills == MaxKills)
        {
            (await job.RunAsync(KillJob.Never)).Should().NotBeNull();
        }

        job.CheckEnd(untouched, string.Create(CultureInfo.InvariantCulture, $"{mode}, seed {seed}, {kills} kills"));
    }

    [Theory]
    [InlineData("append")]
    [InlineData("upsert")]
    public async Task Run_KilledAtTheVeryLastSteps_EndsLikeOneThatWasNot(string mode)
    {
        // The commit that completes the run, and the sync after it.
        using var job = new KillJob(mode, 77);
        var untouched = await job.RunToTheEndAsync();

        for (var fromEnd = 0; fromEnd < 6; fromEnd++)
        {
            job.Reset();
            (await job.RunAsync(untouched.Steps - fromEnd)).Should().BeNull("it is killed");
            job.CheckHalfWay(untouched);
            (await job.RunAsync(KillJob.Never)).Should().NotBeNull();
            job.CheckEnd(untouched, string.Create(CultureInfo.InvariantCulture, $"{mode}, {fromEnd} steps before the end"));
        }
    }

    [Fact]
    public async Task Run_KilledAtEveryNthWriteOfAFile_EndsLikeOneThatWasNot()
    {
        Assert.SkipUnless(Strace.IsThere, "strace is not installed, so a process can't be killed within SQLite's own writes");
        using var job = new KillJob("append", 99);
        var untouched = await job.RunToTheEndAsync();

        var kills = 0;
        foreach (var nth in new[] { 1, 2, 3, 5, 8, 13, 21, 34 })
        {
            job.Reset();
            foreach (var call in new[] { "pwrite64", "fsync,fdatasync" })
            {
                if (await job.RunUnderStraceAsync(call, nth) is null)
                {
                    kills++;
                    job.CheckHalfWay(untouched);
                }
            }

            _ = await job.RunAsync(KillJob.Never);
            job.CheckEnd(untouched, string.Create(CultureInfo.InvariantCulture, $"killed at write and sync {nth}"));
        }

        kills.Should().BeGreaterThan(5, "otherwise the faults were not injected");
    }
}
