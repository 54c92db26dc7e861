using System.Text.Json;
using System.Text.Json.Serialization;

namespace EtlKit.Comparison;

/// <summary>A measurement as a line of JSON, the last that a process writes.</summary>
[JsonSerializable(typeof(Measurement))]
internal sealed partial class MeasurementJson : JsonSerializerContext
{
    public static string Write(Measurement measurement) => JsonSerializer.Serialize(measurement, Default.Measurement);

    /// <summary>Reads the measurement at the end of what a process has written.</summary>
    public static Measurement Read(string output) => JsonSerializer.Deserialize(output.TrimEnd().Split('\n')[^1], Default.Measurement)!;
}
