using System.Globalization;
using System.Text.RegularExpressions;
using EtlKit.Hosting;

namespace EtlKit.Worker.Tests;

/// <summary>What the page on operations says of codes, endpoints and files is so.</summary>
public sealed partial class OperationsPageTests : IDisposable
{
    private static readonly string Page = Directories.Read("../../../docs/operations.md");

    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void ExitCodes_AreAllThereAndNoOthers()
    {
        int[] ofTheSystem = [134, 137, 139];
        var codes = typeof(EtlExitCode).GetFields().Select(field => (int)field.GetValue(null)!);
        var table = Page[Page.IndexOf("## Exit codes", StringComparison.Ordinal)..Page.IndexOf("## Logs", StringComparison.Ordinal)];

        CodeCell().Matches(table).SelectMany(match => match.Groups["codes"].Value.Split(", ")).Select(code => int.Parse(code, CultureInfo.InvariantCulture))
            .Should().BeEquivalentTo(codes.Concat(ofTheSystem));
    }

    [Fact]
    public void Times_AreThoseOfTheSettings()
    {
        Page.Should().Contain($"`EtlKit__Defaults__DrainTimeout` | {Stops.DrainSeconds} s |");
        Page.Should().Contain($"(`HostOptions.ShutdownTimeout`) | {Stops.ShutdownSeconds} s |");
        Page.Should().Contain($"Docker's own is 10 s | {Unit.Read("etlkit-worker.service")["Service", "TimeoutStopSec"]} s |");
    }

    [Fact]
    public async Task Backup_TakenWhileARunGoesOn_IsWholeAndIsGoneOnWith()
    {
        Page.Should().Contain("VACUUM INTO");
        _files.WriteRows(2, 50_000);
        using var worker = Worker.Start(_files, _files.Variables(Slow.Variables), "run", "events");
        await worker.LoggedAsync(Slow.BatchLoaded);
        _files.Query($"vacuum into '{_files["backup.db"]}'");
        worker.Signal("KILL");
        await worker.EndAsync();

        var saved = _files.CountRows("backup.db");
        var restored = await Worker.RunAsync(_files, _files.Variables(("ConnectionStrings__Events", $"Data Source={_files["backup.db"]}")), "run", "events");

        saved.Should().BeInRange(10, 99_999);
        restored.ExitCode.Should().Be(EtlExitCode.Done, restored.Error);
        restored.RowsOf("loaded").Should().Be(100_000 - saved);
        _files.CountRows("backup.db").Should().Be(100_000);
        _files.Query("pragma integrity_check", "backup.db").Should().Equal("ok");
    }

    [GeneratedRegex(@"^\| (?<codes>\d+(, \d+)*) \|", RegexOptions.Multiline)]
    private static partial Regex CodeCell();
}
