using System.Text.RegularExpressions;

namespace EtlKit.Worker.Tests;

/// <summary>The environment variables that the files under <c>deploy</c> set.</summary>
internal static partial class Variables
{
    /// <summary>Those that a pod gets.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(Manifest pod) =>
    [
        .. Manifest.Find("ConfigMap")["data"].Pairs,
        .. Manifest.Find("Secret")["stringData"].Pairs,
        .. pod["containers/0/env"].Items.Select(variable => (variable.Text("name"), variable.Text("value"))),
    ];

    /// <summary>Those of a file of lines such as <c>NAME="VALUE"</c>.</summary>
    public static IReadOnlyList<(string Name, string Value)> OfLines(string text)
    {
        var lines = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        lines.Should().OnlyContain(line => QuotedLine().IsMatch(line), "both systemd and sh read such a line the same");
        return [.. lines.Select(line => QuotedLine().Match(line)).Select(match => (match.Groups["name"].Value, match.Groups["value"].Value))];
    }

    /// <summary>Those of the image.</summary>
    public static IReadOnlyList<(string Name, string Value)> OfImage() =>
        [.. ImageLine().Matches(Directories.Read("docker/Dockerfile")).Select(match => (match.Groups["name"].Value, match.Groups["value"].Value.Trim('"')))];

    /// <summary>Those that the orchestrators give to a container.</summary>
    public static IReadOnlyList<(string Name, string Value)> OfPython(string name) =>
        [.. PythonLine().Matches(Directories.Read($"orchestrators/{name}")).Select(match => (match.Groups["name"].Value, match.Groups["value"].Value))];

    public static IReadOnlyList<(string Name, string Value)> Of(string where) => where switch
    {
        "CronJob" => Of(Manifest.Find("CronJob")["spec/jobTemplate/spec/template/spec"]),
        "Deployment" => Of(Manifest.Find("Deployment")["spec/template/spec"]),
        "worker.env" => OfLines(Directories.Read("systemd/worker.env")),
        "Dockerfile" => OfImage(),
        _ => OfPython(where),
    };

    [GeneratedRegex("""^(?<name>[A-Za-z_][A-Za-z0-9_]*)="(?<value>[^"$`\\]*)"$""")]
    private static partial Regex QuotedLine();

    [GeneratedRegex("""^ENV (?<name>[A-Za-z0-9_]+)=(?<value>"[^"]*"|\S+)$""", RegexOptions.Multiline)]
    private static partial Regex ImageLine();

    [GeneratedRegex("""^    "(?<name>[A-Za-z0-9]+__[A-Za-z0-9_]+)": "(?<value>[^"]*)",$""", RegexOptions.Multiline)]
    private static partial Regex PythonLine();
}
