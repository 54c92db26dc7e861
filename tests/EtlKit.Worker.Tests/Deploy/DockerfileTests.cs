namespace EtlKit.Worker.Tests;

/// <summary>The image: small, not root, and with the worker as the process that gets the signals.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Known = ["FROM", "WORKDIR", "COPY", "RUN", "ENV", "EXPOSE", "VOLUME", "USER", "STOPSIGNAL", "ENTRYPOINT"];

    [Fact]
    public void Image_HasTheWorkerAsProcess1AndIsNotRoot()
    {
        var lines = Directories.Read("docker/Dockerfile").Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', 2)).ToList();
        var last = lines.Skip(lines.FindLastIndex(line => line[0] == "FROM")).ToList();

        lines.Should().OnlyContain(line => Known.Contains(line[0]));
        last[0][1].Should().Be("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled");
        last.Should().NotContain(line => line[0] == "RUN", "there is no shell in it");
        last.Single(line => line[0] == "USER")[1].Should().Be("$APP_UID");
        last.Single(line => line[0] == "STOPSIGNAL")[1].Should().Be("SIGTERM");
        last[^1].Should().Equal("ENTRYPOINT", """["dotnet", "Worker.dll"]""");
        last.FindIndex(line => line[0] == "VOLUME").Should().BeGreaterThan(last.FindIndex(line => line[0] == "COPY" && line[1].Contains("--chown=$APP_UID")), "a volume takes its owner from the image");
    }

    [Fact]
    public void Image_IsBuiltWithoutWhatIsBuiltHere() =>
        Directories.Read("docker/Dockerfile.dockerignore").Split('\n').Should().Contain(["artifacts", "**/bin", "**/obj", ".git"]);
}
