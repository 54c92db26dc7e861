using CsCheck;
using EtlKit.Properties;
using EtlKit.Tests.Model;

namespace EtlKit.Tests;

/// <summary>Random pipelines do what a model says that has no channel, no batches, no tasks and no faults: it is a function of the sources.</summary>
public sealed class PipelineModelTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");
    private readonly Tally _tally = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    [Trait("Bug", "dotnet/runtime #31513")]
    [Trait("Bug", "dotnet/runtime #78772")]
    [Trait("Bug", "Open.ChannelExtensions #52")]
    public async Task RunAsync_AnyPipeline_LoadsRejectsAndCountsAsTheModelSays()
    {
        await Scenarios.All.HoldsAsync(300, CheckOneRunAsync);

        _tally.ShouldHaveSeen("transient", "overtaken", "loaded", "filtered", "expanded", "ignored", "rejected by Extract", "rejected by Transform");
    }

    [Fact]
    public async Task RunAsync_KilledCancelledFailingAndRunAgain_EndsAsTheModelSays()
    {
        await Scenarios.All.HoldsAsync(200, CheckRunsAsync);

        _tally.ShouldHaveSeen(
            "transient",
            "killed at begin",
            "killed at write",
            "killed at lock",
            "killed at save",
            "killed at commit",
            "killed at committed",
            "cancelled",
            "source failed",
            "refused",
            "transaction ended",
            "resumed",
            "overtaken",
            "rejected by Extract",
            "rejected by Transform",
            "rejected by Load",
            nameof(SourceStatus.Completed),
            nameof(SourceStatus.Failed),
            nameof(SourceStatus.Skipped),
            nameof(SourceStatus.Unfinished));
    }

    private async Task CheckOneRunAsync(Scenario scenario)
    {
        using var trouble = new Trouble([.. scenario.Faults[0].Where(fault => fault.Kind == FaultKind.Transient)], _tally);
        var target = new Collected<string>
        {
            OnLoad = (_, _) => trouble.AtStep("load") is { } exception ? throw exception : default,
            OnClassify = exception => exception is TimeoutException ? ErrorKind.Transient : ErrorKind.Fatal,
            Size = row => row.Length,
            Result = batch => new LoadResult(batch.Count(row => !scenario.Refusals.Refuses(row)), Ignored: batch.Count(scenario.Refusals.Refuses)),
        };

        var report = await scenario.Make(target, trouble, _tally).Build().RunAsync(trouble.Token);

        var expected = scenario.Sources.ToDictionary(source => source.Name, source => Expectation.Of(scenario, source));
        var rejects = expected.Values.SelectMany(source => source.Rejects).Where(reject => reject.Stage != RejectStage.Load).ToList();
        report.Rows.Should().Be(new RowLedger
        {
            Extracted = scenario.Sources.Sum(source => source.Rows),
            Expanded = expected.Values.Sum(source => source.Expanded),
            Loaded = expected.Values.Sum(source => source.Loaded.Count),
            Ignored = expected.Values.Sum(source => source.Refused.Count),
            Filtered = expected.Values.Sum(source => source.Filtered),
            Rejected = rejects.Count,
        });
        report.Retries.Should().Be(trouble.Transients);
        report.RejectsByReason.Should().BeEquivalentTo(rejects.CountBy(reject => reject.Reason).ToDictionary());
        foreach (var source in scenario.Sources)
        {
            var model = expected[source.Name];
            RowsOf(source, target.Rows).Where(row => !scenario.Refusals.Refuses(row)).Should().Equal(model.Loaded);
            RowsOf(source, target.Rows).Where(scenario.Refusals.Refuses).Should().Equal(model.Refused);
            report.Sources.Single(reported => reported.Name == source.Name).Should().Be(new SourceReport
            {
                Name = source.Name,
                Status = SourceStatus.Completed,
                Extracted = source.Rows,
                Expanded = model.Expanded,
                Written = model.Loaded.Count + model.Refused.Count,
                Filtered = model.Filtered,
                Rejected = rejects.Count(reject => reject.Source == source.Name),
            });
        }

        var settings = scenario.Settings;
        target.Batches.Should().NotContain(
            batch => batch.Length > settings.BatchSize || (batch.Length > 1 && batch.Sum(row => row.Length) > settings.MaxBatchBytes));
        Count(report.Rows, rejects);
    }

    private async Task CheckRunsAsync(Scenario scenario)
    {
        var path = Path.Combine(_directory.FullName, $"{Guid.NewGuid()}.jsonl");
        var trial = new Trial(scenario, path, _tally);

        await trial.RunUntilCompleteAsync();

        var expected = scenario.Sources.ToDictionary(source => source.Name, source => Expectation.Of(scenario, source));
        foreach (var source in scenario.Sources)
        {
            RowsOf(source, trial.Target.Rows).Should().Equal(expected[source.Name].Loaded, $"each row of {source.Name} is loaded once, in their order");
        }

        var rejects = expected.Values.SelectMany(source => source.Rejects).Sorted().ToList();
        trial.Rejects.Sorted().Should().Equal(rejects, "each dead letter is there once");
        CheckSums(trial, expected);

        await CheckRunAfterACompleteOneAsync(trial, scenario, expected);
        File.Delete(path);
        Count(new RowLedger(), rejects);
        if (expected.Values.SelectMany(source => source.Refused).ToList() is { Count: > 0 } refused)
        {
            _tally.Count("refused");
            _tally.Count(refused.Any(scenario.Refusals.EndsTransaction) ? "transaction ended" : "transaction left open");
        }
    }

    /// <summary>What the runs count adds up to what there is to count, but for what a run could not count any more.</summary>
    private static void CheckSums(Trial trial, Dictionary<string, Expectation> expected)
    {
        foreach (var (name, model) in expected)
        {
            var reports = trial.Reports.SelectMany(report => report.Sources).Where(source => source.Name == name).ToList();
            (long Written, long Filtered, long Rejected) counted =
                (reports.Sum(source => source.Written), reports.Sum(source => source.Filtered), reports.Sum(source => source.Rejected));
            if (trial.HasLostCounts)
            {
                counted.Written.Should().BeLessThanOrEqualTo(model.Loaded.Count);
                counted.Filtered.Should().BeLessThanOrEqualTo(model.Filtered);
                counted.Rejected.Should().BeLessThanOrEqualTo(model.Rejects.Count());
            }
            else
            {
                counted.Should().Be((model.Loaded.Count, model.Filtered, model.Rejects.Count()));
            }
        }
    }

    /// <summary>A source that can be recognised is not read again; nothing is known any more of any other.</summary>
    private static async Task CheckRunAfterACompleteOneAsync(Trial trial, Scenario scenario, Dictionary<string, Expectation> expected)
    {
        await trial.RunAsync([]);

        foreach (var source in scenario.Sources)
        {
            var loaded = expected[source.Name].Loaded;
            RowsOf(source, trial.Target.Rows).Should().Equal(source.Kind == SourceKind.Recognisable ? loaded : [.. loaded, .. loaded]);
        }
    }

    private void Count(RowLedger rows, List<ExpectedReject> rejects)
    {
        foreach (var (what, count) in new[] { ("loaded", rows.Loaded), ("filtered", rows.Filtered), ("expanded", rows.Expanded), ("ignored", rows.Ignored) })
        {
            if (count > 0)
            {
                _tally.Count(what, count);
            }
        }

        foreach (var reject in rejects)
        {
            _tally.Count($"rejected by {reject.Stage}");
        }
    }

    private static IEnumerable<string> RowsOf(Source source, IEnumerable<string> rows) =>
        rows.Where(row => row.StartsWith($"{source.Number}:", StringComparison.Ordinal));
}
