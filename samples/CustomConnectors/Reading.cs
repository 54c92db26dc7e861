using System.Text.Json.Serialization;

namespace CustomConnectors;

/// <summary>A row.</summary>
internal sealed record Reading(string Sensor, double Celsius);

/// <summary>Reads rows from JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Reading))]
internal sealed partial class ReadingJson : JsonSerializerContext;
