namespace EtlKit.Samples.Tests;

public sealed class QuickStartTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Run_Twice_LoadsTheWeatherAndThenChangesNothing()
    {
        var first = await Sample.RunAsync("QuickStart", _files.Root);
        var table = _files.Query("weather.db", "select * from weather order by 1, 2");
        var second = await Sample.RunAsync("QuickStart", _files.Root);

        first.ExitCode.Should().Be(0, first.Error);
        first.Output.Should().Contain("4,383 extracted = 2,922 loaded + 1,461 unchanged", "one city is in both files");
        table.Should().HaveCount(2922);
        table.Should().Contain("Seattle|2012-01-01|drizzle|12.8|5|8.9|0|4.7");
        second.ExitCode.Should().Be(0, second.Error);
        second.Output.Should().Contain("4,383 extracted = 0 loaded + 4,383 unchanged");
        _files.Query("weather.db", "select * from weather order by 1, 2").Should().Equal(table);
    }

    [Fact]
    public async Task Run_BadRows_RejectsThemWithTheirReasons()
    {
        _files.Write("data/w.csv", """
            location,date,precipitation,temp_max,temp_min,wind,weather
            Bern,2024-01-01,0,5,1,2,sun
            Bern,2024-01-02,0,1,5,2,sun
            Bern,2024-01-03,-1,5,1,2,sun
            Bern,not a date,0,5,1,2,sun

            """);

        var run = await Sample.RunAsync("QuickStart", _files.Root, "w.db", "data");

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().Contain("4 extracted = 1 loaded + 3 rejected").And.Contain("the highest temperature is below the lowest");
    }
}
