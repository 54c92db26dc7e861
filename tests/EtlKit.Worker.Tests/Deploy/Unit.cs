namespace EtlKit.Worker.Tests;

/// <summary>A unit of systemd: sections of keys, each of which may be there several times.</summary>
internal sealed class Unit
{
    private readonly Dictionary<(string Section, string Key), List<string>> _values = [];

    private Unit(string text)
    {
        var section = "";
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1];
                continue;
            }

            var at = line.IndexOf('=');
            at.Should().BePositive($"'{line}' must be KEY=VALUE");
            section.Should().NotBeEmpty();
            var key = (section, line[..at]);
            _values.TryAdd(key, []);
            _values[key].Add(line[(at + 1)..]);
        }
    }

    public static Unit Read(string name) => new(Directories.Read($"systemd/{name}"));

    public string this[string section, string key] => _values[(section, key)].Should().ContainSingle().Which;

    public IReadOnlyList<string> All(string section, string key) => _values[(section, key)];
}
