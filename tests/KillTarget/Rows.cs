using System.Text.Json.Serialization;

namespace KillTarget;

/// <summary>A record of an input file.</summary>
internal sealed record Raw(string Id, int Value);

/// <summary>A row of the table.</summary>
internal sealed record Item(string Id, string Source, int Value);

[JsonSerializable(typeof(Item))]
internal sealed partial class ItemJson : JsonSerializerContext;
