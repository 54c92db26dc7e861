using System.Globalization;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EtlKit.Hosting;

/// <summary>Makes keys and values of a YAML document, from its nodes: nothing is bound by reflection.</summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 64;

    // Aliases of aliases grow without a bound.
    private const int MaxKeys = 100_000;

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _file;

    private YamlReader(string file) => _file = file;

    /// <exception cref="FormatException">The document is not right; the message names file, line and column, and no value.</exception>
    public static IDictionary<string, string?> Read(Stream stream, string file)
    {
        var reader = new YamlReader(file);
        var yaml = new YamlStream();
        using var text = new StreamReader(stream);
        var parser = new Parser(text);
        try
        {
            yaml.Load(parser);
        }
        catch (YamlException exception)
        {
            throw reader.Error(exception.Start, $"the file is not YAML: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // What the parser throws for a list that is never closed; it doesn't say where.
            throw reader.Error(parser.Current?.End ?? Mark.Empty, "the file is not YAML from here on: look for a bracket or a quote that is not closed", exception);
        }

        if (yaml.Documents.Count > 1)
        {
            throw reader.Error(yaml.Documents[1].RootNode.Start, "a second document begins, but a file holds one: remove the line '---'");
        }

        if (yaml.Documents.Count == 1 && !IsNull(yaml.Documents[0].RootNode))
        {
            var root = yaml.Documents[0].RootNode;
            reader.AddMapping(root as YamlMappingNode ?? throw reader.Error(root.Start, "the file must hold keys with values, such as 'EtlKit:' and lines below it that are indented"), "", 0);
        }

        return reader._values;
    }

    private void Add(YamlNode node, string key, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Error(node.Start, $"keys are nested more than {MaxDepth} deep");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                AddMapping(mapping, key, depth);
                break;

            case YamlSequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    Add(sequence.Children[i], ConfigurationPath.Combine(key, i.ToString(CultureInfo.InvariantCulture)), depth + 1);
                }

                break;

            default:
                Set(key, IsNull(node) ? null : ((YamlScalarNode)node).Value, node);
                break;
        }
    }

    private void AddMapping(YamlMappingNode mapping, string parent, int depth)
    {
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (keyNode, value) in mapping.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { Length: > 0 } key })
            {
                throw Error(keyNode.Start, "a key is no text");
            }

            if (key == "<<")
            {
                throw Error(keyNode.Start, "merge keys (<<) aren't supported: use EtlKit:Defaults, or write the keys out");
            }

            if (!keys.Add(key))
            {
                throw Error(keyNode.Start, $"the key '{LogText.Clean(key)}' is there twice (upper and lower case are the same): remove one");
            }

            Add(value, parent.Length == 0 ? key : ConfigurationPath.Combine(parent, key), depth + 1);
        }
    }

    private void Set(string key, string? value, YamlNode node)
    {
        if (!_values.TryAdd(key, value))
        {
            throw Error(node.Start, $"the key '{LogText.Clean(key)}' is there twice: remove one");
        }

        if (_values.Count > MaxKeys)
        {
            throw Error(node.Start, $"there are more than {MaxKeys} keys");
        }
    }

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private FormatException Error(Mark at, string problem, Exception? inner = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{LogText.Clean(_file)}, line {at.Line}, column {at.Column}: {problem}"), inner);
}
