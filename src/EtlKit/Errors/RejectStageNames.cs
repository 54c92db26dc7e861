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

    /// <summary>Finds the stage of a name; null when there is none.</summary>
    public static RejectStage? Find(string name) => name switch
    {
        "extract" => RejectStage.Extract,
        "transform" => RejectStage.Transform,
        "load" => RejectStage.Load,
        _ => null,
    };
}
