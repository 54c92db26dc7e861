namespace EtlKit.Recovery.Tests;

/// <summary>Two processes that run the same pipeline against the same target: nobody writes twice, whoever stands still or dies.</summary>
public sealed class RunLockTests
{
    private const int Done = 0;
    private const int Refused = 5;
    private const int FencedOff = 6;
    private const string AnHourAhead = "1";

    // With small batches: there are many transactions to stop in.
    private static readonly int[] Seeds = [8, 24, 30];

    public static TheoryData<string, int> Jobs
    {
        get
        {
            var jobs = new TheoryData<string, int>();
            foreach (var seed in Seeds)
            {
                jobs.Add("append", seed);
                jobs.Add("upsert", seed);
            }

            return jobs;
        }
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task Run_HolderStandsStillBetweenTransactions_IsFencedOff(string mode, int seed)
    {
        using var job = new KillJob(mode, seed);
        var untouched = await job.RunToTheEndAsync();
        using var holder = job.Start("begin:4", "stop");
        await holder.StoppedAsync();

        // The holder is there, so it is waited for; when its lease has passed, no longer.
        using var refused = job.Start("0");
        var (exitCode, output) = await refused.EndedAsync();
        exitCode.Should().Be(Refused, output);
        output.Should().Contain($"process {holder.Id} on ");
        using var heir = job.Start("0", AnHourAhead);
        (exitCode, output) = await heir.EndedAsync();
        exitCode.Should().Be(Done, output);
        job.CheckEnd(untouched, "the lock was taken over");
        holder.GoOn();
        (exitCode, output) = await holder.EndedAsync();

        exitCode.Should().Be(FencedOff, output);
        job.CheckEnd(untouched, "who was fenced off has written nothing more");
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task Run_HolderStandsStillWithinATransaction_IsReportedAndNobodyWritesTwice(string mode, int seed)
    {
        using var job = new KillJob(mode, seed);
        var untouched = await job.RunToTheEndAsync();
        using var holder = job.Start("commit:4", "stop");
        await holder.StoppedAsync();

        using var other = job.Start("0", AnHourAhead);
        var (exitCode, output) = await other.EndedAsync();
        exitCode.Should().Be(Refused, output);
        output.Should().Contain("has lapsed, but can't be taken over").And.Contain($"process {holder.Id} on ");
        holder.GoOn();
        (exitCode, output) = await holder.EndedAsync();

        exitCode.Should().Be(Done, output);
        job.CheckEnd(untouched, "the holder went on");
    }

    [Theory]
    [InlineData("begin:4")]
    [InlineData("commit:4")]
    public async Task Run_HolderIsKilled_IsTakenOverAtOnce(string at)
    {
        using var job = new KillJob("append", Seeds[0]);
        var untouched = await job.RunToTheEndAsync();
        using var holder = job.Start(at, "stop");
        await holder.StoppedAsync();
        holder.Kill();

        // Not even its parent has to have noticed.
        using var heir = job.Start("0");
        var (exitCode, output) = await heir.EndedAsync();

        exitCode.Should().Be(Done, output);
        job.CheckEnd(untouched, "the killed process left its lock");
    }

    [Fact]
    public async Task Run_StartedAtOnce_OneLoadsAndTheOtherIsRefusedOrFindsNothingToDo()
    {
        using var job = new KillJob("append", Seeds[0]);
        var untouched = await job.RunToTheEndAsync();
        for (var round = 0; round < 5; round++)
        {
            job.Reset();
            TargetProcess[] processes = [job.Start("0"), job.Start("0"), job.Start("0")];
            try
            {
                var ends = await Task.WhenAll(processes.Select(process => process.EndedAsync()));

                ends.Should().OnlyContain(end => end.ExitCode == Done || end.ExitCode == Refused, string.Concat(ends.Select(end => end.Output)));
                ends.Should().Contain(end => end.ExitCode == Done);
                job.CheckEnd(untouched, "three processes were started at once");
            }
            finally
            {
                Array.ForEach(processes, process => process.Dispose());
            }
        }
    }
}
