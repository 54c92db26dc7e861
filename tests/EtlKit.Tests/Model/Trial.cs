namespace EtlKit.Tests.Model;

/// <summary>Runs a scenario with checkpoints, again and again until it is complete, and checks each run on the way.</summary>
internal sealed class Trial(Scenario scenario, string rejectFile, Tally tally)
{
    private readonly Ledgered<string> _target = new()
    {
        Refuse = (row, _) => scenario.Refusals.Refuses(row) ? Refusals.Reason : null,
        EndsTransaction = scenario.Refusals.EndsTransaction,
    };

    public Ledgered<string> Target => _target;

    /// <summary>The rejects that are stored, in the target or in the file.</summary>
    public IEnumerable<ExpectedReject> Rejects => scenario.Settings.StoresRejects
        ? _target.Letters.Select(stored => stored.Letter.Reject).Select(reject => new ExpectedReject(
            reject.Source, reject.RowNumber, reject.LineNumber, reject.Stage, reject.Reason, reject.RawText))
        : RejectLines.Read(rejectFile);

    /// <summary>The reports of the runs, in their order.</summary>
    public List<PipelineReport> Reports { get; } = [];

    /// <summary>Whether a run has died just after a commit, before it could count what was committed.</summary>
    public bool HasLostCounts { get; private set; }

    public async Task RunUntilCompleteAsync()
    {
        foreach (var faults in scenario.Faults)
        {
            await RunAsync(faults);
            if (_target.CompletedRuns > 0)
            {
                return;
            }
        }

        await RunAsync([]);
        _target.CompletedRuns.Should().Be(1, "nothing disturbs the last run");
    }

    /// <summary>One run.</summary>
    public async Task<PipelineReport> RunAsync(Fault[] faults)
    {
        using var trouble = new Trouble(faults, tally);
        _target.OnStep = trouble.AtStep;
        var before = _target.Rows.Count;
        var builder = scenario.Make(_target, trouble, tally).WithCheckpoints();
        builder = scenario.Settings.StoresRejects ? builder.WriteRejectsToTarget() : builder.WriteRejectsTo(rejectFile);

        var report = await ReportOfAsync(builder.Build(), trouble);

        Reports.Add(report);
        var hasLostCounts = trouble.KilledAt == "committed";
        HasLostCounts |= hasLostCounts;
        if (!hasLostCounts)
        {
            report.Rows.Loaded.Should().Be(_target.Rows.Count - before, "what counts as loaded is in the target");
        }

        Check(report);
        if (!trouble.IsCancelled)
        {
            // The run lock is given back without any retry.
            report.Retries.Should().BeInRange(trouble.Transients - 1, trouble.Transients);
        }

        return report;
    }

    private static async Task<PipelineReport> ReportOfAsync(Pipeline pipeline, Trouble trouble)
    {
        try
        {
            var report = await pipeline.RunAsync(trouble.Token);
            report.Status.Should().Be(report.Rows.Rejected > 0 ? PipelineStatus.SucceededWithRejects : PipelineStatus.Succeeded);
            report.Rows.Unfinished.Should().Be(0);
            report.Sources.Should().OnlyContain(source => source.Status == SourceStatus.Completed || source.Status == SourceStatus.Skipped);
            return report;
        }
        catch (PipelineException failed) when (failed.InnerException is Trouble.KilledException or Trouble.SourceGoneException)
        {
            failed.Report.Status.Should().Be(PipelineStatus.Failed);
            return failed.Report;
        }
        catch (PipelineCancelledException cancelled)
        {
            trouble.IsCancelled.Should().BeTrue();
            cancelled.Report.Status.Should().Be(PipelineStatus.Cancelled);
            return cancelled.Report;
        }
    }

    private void Check(PipelineReport report)
    {
        var rows = report.Rows;
        (rows.Loaded + rows.Unchanged + rows.Ignored + rows.Filtered + rows.Rejected + rows.Unfinished).Should().Be(rows.Extracted + rows.Expanded, "the ledger balances");
        rows.Unfinished.Should().BeGreaterThanOrEqualTo(0, "nothing is counted twice");
        report.Sources.Sum(source => source.Extracted).Should().Be(rows.Extracted);
        report.Sources.Sum(source => source.Expanded).Should().Be(rows.Expanded);
        report.Sources.Sum(source => source.Written).Should().Be(rows.Loaded);
        report.Sources.Sum(source => source.Filtered).Should().Be(rows.Filtered);
        report.Sources.Sum(source => source.Rejected).Should().Be(rows.Rejected);
        report.RejectsByReason.Values.Sum().Should().Be(rows.Rejected);
        foreach (var source in report.Sources)
        {
            var all = scenario.Sources.Single(candidate => candidate.Name == source.Name).Rows;
            if (source.Status == SourceStatus.Completed)
            {
                (source.ResumedAfter + source.Extracted).Should().Be(all, "a completed source was read to its end");
            }

            tally.Count(source.Status.ToString());
            tally.Count(source.ResumedAfter > 0 ? "resumed" : "begun");
        }
    }
}
