namespace EtlKit.Sqlite;

/// <summary>What the stages are called in the table of rejects.</summary>
internal static class StageNames
{
    public static string Of(RejectStage stage) => stage switch
    {
        RejectStage.Extract => "extract",
        RejectStage.Transform => "transform",
        _ => "load",
    };

    public static RejectStage Parse(string name) => name switch
    {
        "extract" => RejectStage.Extract,
        "transform" => RejectStage.Transform,
        "load" => RejectStage.Load,
        _ => throw new InvalidOperationException($"The table etlkit_rejects has the stage \"{LogText.Clean(name)}\": extract, transform and load are known. Correct or remove that reject."),
    };
}
