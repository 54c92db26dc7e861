namespace EtlKit;

/// <summary>What the stages are called where rejects are stored.</summary>
internal static class RejectStageNames
{
    public static string Of(RejectStage stage) => stage switch
    {
        RejectStage.Extract => "extract",
        RejectStage.Transform => "transform",
        _ => "load",
    };

    /// <exception cref="FormatException">There is no such stage.</exception>
    public static RejectStage Parse(string name) => name switch
    {
        "extract" => RejectStage.Extract,
        "transform" => RejectStage.Transform,
        "load" => RejectStage.Load,
        _ => throw new FormatException($"'{LogText.Clean(name)}' is no stage: extract, transform and load are."),
    };
}
