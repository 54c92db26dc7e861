namespace EtlKit;

/// <summary>Says which producer logs.</summary>
internal sealed class ProducerScope(int number) : LogScope(new KeyValuePair<string, object?>("Producer", number));
