using System.Text.Json.Serialization;

namespace CsvToSqlite;

/// <summary>Writes events as JSON, for rejects of the database.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Event))]
internal sealed partial class EventJson : JsonSerializerContext;
