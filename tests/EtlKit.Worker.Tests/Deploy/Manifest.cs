using YamlDotNet.RepresentationModel;

namespace EtlKit.Worker.Tests;

/// <summary>A document of YAML, read by paths such as <c>spec/template/spec/containers/0</c>.</summary>
internal sealed class Manifest(YamlNode root, string path)
{
    public static IReadOnlyList<Manifest> Read(string name) => Parse(Directories.Read(name));

    public static IReadOnlyList<Manifest> Parse(string text)
    {
        var yaml = new YamlStream();
        using var reader = new StringReader(text);
        yaml.Load(reader);
        return [.. yaml.Documents.Select(document => new Manifest(document.RootNode, ""))];
    }

    public static Manifest Find(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Directories.Deploy, "kubernetes"), "*.yaml")
            .SelectMany(file => Parse(File.ReadAllText(file)))
            .Single(manifest => manifest.Text("kind") == kind);

    public IEnumerable<Manifest> Items => ((YamlSequenceNode)root).Select((item, index) => new Manifest(item, $"{path}/{index}"));

    public IEnumerable<(string Key, string Value)> Pairs => ((YamlMappingNode)root).Select(pair => (Scalar(pair.Key), Scalar(pair.Value)));

    public Manifest this[string below] => Get(below) ?? throw new KeyNotFoundException($"There is no {path}/{below}.");

    public Manifest? Get(string below)
    {
        var node = root;
        foreach (var key in below.Split('/'))
        {
            node = node switch
            {
                YamlMappingNode mapping => mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null,
                YamlSequenceNode sequence when int.TryParse(key, out var index) && index < sequence.Children.Count => sequence[index],
                _ => null,
            };
            if (node is null)
            {
                return null;
            }
        }

        return new Manifest(node, $"{path}/{below}");
    }

    public string Text(string below) => Scalar(this[below].Node);

    public int Number(string below) => int.Parse(Text(below));

    public IEnumerable<string> Texts(string below) => ((YamlSequenceNode)this[below].Node).Select(Scalar);

    private YamlNode Node => root;

    private static string Scalar(YamlNode node) => ((YamlScalarNode)node).Value!;
}
