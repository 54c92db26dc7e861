using Microsoft.Extensions.Configuration;

namespace EtlKit.Hosting.Tests;

public sealed class YamlTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-hosting-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void AddYamlFile_RightFile_GivesKeysAndValues()
    {
        var configuration = Load("""
            # a comment
            EtlKit:
              Defaults: &common
                BatchSize: 100
              Pipelines:
                events:
                  FailFast: true
                  DrainTimeout: 00:00:05
                  StallTimeout: "infinite"
                  Settings:
                    Paths: [a, 'b: c']
                    Nothing: ~
                    Empty: ""
                    Text: |
                      two
                      lines
                    Copy: *common
            """);

        configuration["etlkit:defaults:batchsize"].Should().Be("100");
        configuration["EtlKit:Pipelines:events:FailFast"].Should().Be("true");
        configuration["EtlKit:Pipelines:events:DrainTimeout"].Should().Be("00:00:05");
        configuration["EtlKit:Pipelines:events:StallTimeout"].Should().Be("infinite");
        var settings = configuration.GetSection("EtlKit:Pipelines:events:Settings");
        settings["Paths:0"].Should().Be("a");
        settings["Paths:1"].Should().Be("b: c");
        settings["Nothing"].Should().BeNull();
        settings["Empty"].Should().BeEmpty();
        settings["Text"].Should().Be("two\nlines\n");
        settings["Copy:BatchSize"].Should().Be("100");
    }

    [Theory]
    [InlineData("a: 1\nb: [1, 2\nc: 3", 2, "the file is not YAML")]
    [InlineData("a: 1\n  b: 2", 2, "the file is not YAML")]
    [InlineData("a: 1\na: 2", 2, "Duplicate key")]
    [InlineData("a: 1\nA: 2", 2, "the key 'A' is there twice")]
    [InlineData("a:b: 1\na:\n  b: 2", 3, "the key 'a:b' is there twice")]
    [InlineData("a: 1\n---\nb: 2", 3, "a second document")]
    [InlineData("- a\n- b", 1, "must hold keys")]
    [InlineData("just text", 1, "must hold keys")]
    [InlineData("x: &x {a: 1}\ny:\n  <<: *x", 3, "merge keys")]
    [InlineData("a: 1\n? [b, c]\n: 2", 2, "a key is no text")]
    [InlineData("a: *nowhere", 1, "the file is not YAML")]
    public void AddYamlFile_WrongFile_NamesFileLineAndColumn(string yaml, int line, string problem)
    {
        var load = () => Load(yaml);

        var error = load.Should().Throw<InvalidDataException>().WithMessage("*test.yaml*").Which.InnerException;

        error.Should().BeOfType<FormatException>();
        error!.Message.Should().MatchRegex($"^test.yaml, line {line}, column [1-9][0-9]*: ").And.Contain(problem);
    }

    [Fact]
    public void AddYamlFile_AliasesThatGrowWithoutBound_AreRefused()
    {
        var yaml = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        var load = () => Load(yaml);

        load.Should().Throw<InvalidDataException>().WithInnerException<FormatException>().WithMessage("*more than 100000 keys*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("---\n")]
    public void AddYamlFile_EmptyFile_GivesNothing(string yaml) => Load(yaml).AsEnumerable().Should().BeEmpty();

    [Fact]
    public void AddYamlFile_MissingFile_IsAnErrorUnlessItIsOptional()
    {
        var builder = new ConfigurationBuilder().SetBasePath(_directory.FullName);

        builder.AddYamlFile("missing.yaml", optional: true).Build().AsEnumerable().Should().BeEmpty();
        builder.AddYamlFile("missing.yaml").Invoking(b => b.Build()).Should().Throw<FileNotFoundException>().WithMessage("*missing.yaml*");
    }

    [Fact]
    public async Task AddYamlFile_FileChanges_IsReadAgain()
    {
        var path = Path.Combine(_directory.FullName, "test.yaml");
        await File.WriteAllTextAsync(path, "a: 1", TestContext.Current.CancellationToken);
        var configuration = new ConfigurationBuilder().SetBasePath(_directory.FullName).AddYamlFile("test.yaml", reloadOnChange: true).Build();
        using var reloading = configuration as IDisposable;
        var reloaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        configuration.GetReloadToken().RegisterChangeCallback(_ => reloaded.TrySetResult(), null);

        await File.WriteAllTextAsync(path, "a: 2", TestContext.Current.CancellationToken);
        await reloaded.Task.OrHangs();

        configuration["a"].Should().Be("2");
    }

    private IConfigurationRoot Load(string yaml)
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "test.yaml"), yaml);
        return new ConfigurationBuilder().SetBasePath(_directory.FullName).AddYamlFile("test.yaml").Build();
    }
}
