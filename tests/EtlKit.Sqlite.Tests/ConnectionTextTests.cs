namespace EtlKit.Sqlite.Tests;

public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("Data Source=x;Pasword=hunter2", "the keyword \"pasword\", which doesn't exist: use Data Source, Mode")]
    [InlineData("Data Sorce=x;Password=hunter2", "the keyword \"data sorce\", which doesn't exist")]
    [InlineData("Data Source=x;Mode=hunter2", "a value for \"mode\" that it can't have")]
    [InlineData("Data Source=x;Default Timeout=hunter2", "a value for \"default timeout\" that it can't have")]
    [InlineData("Data Source=x;Default Timeout=99999999999", "a value for \"default timeout\" that it can't have")]
    [InlineData("Data Source=x;Pooling=hunter2", "a value for \"pooling\" that it can't have")]
    [InlineData("Data Source=x;Foreign Keys=hunter2;Cache=hunter2", "a value for \"cache\" that it can't have")]
    [InlineData("Data Source=x;Password=hunt;er2=3", "another keyword that doesn't exist: put a value with a semicolon in it")]
    [InlineData("Data Source=x;Passwort=hunt;er2=3", "another keyword that doesn't exist: put a value with a semicolon in it")]
    [InlineData("hunter2", "not a list of keyword=value pairs")]
    [InlineData("Data Source=x;Password='hunter2", "not a list of keyword=value pairs")]
    [InlineData("Data Source=x;Password=hunter2;=", "not a list of keyword=value pairs")]
    public void Make_ConnectionStringIsWrong_NamesTheKeywordAndNeverAValue(string text, string expected)
    {
        Action loader = () => SqliteLoader.Append<Event>(text, "events");
        Action extractor = () => SqliteExtractor.FromQuery(text, "SELECT 1", reader => reader.GetInt32(0));

        foreach (var act in new[] { loader, extractor })
        {
            var error = act.Should().Throw<ArgumentException>().Which;
            error.Message.Should().Contain(expected);
            error.ToString().Should().NotContainAny("hunter2", "er2", "hunt");
        }
    }

    [Theory]
    [InlineData("Data Source=x", false)]
    [InlineData("datasource=x;PASSWORD='a;b=c'", false)]
    [InlineData("Filename=x;Pooling=True", true)]
    public void Read_Right_TurnsPoolingOffUnlessItIsGiven(string text, bool pooling)
    {
        var problems = new List<string>();
        var builder = ConnectionText.Read(text, problems)!;

        problems.Should().BeEmpty();
        builder.DataSource.Should().Be("x");
        builder.Pooling.Should().Be(pooling);
        builder.Password.Should().Be(text.Contains("PASSWORD", StringComparison.Ordinal) ? "a;b=c" : "");
    }
}
