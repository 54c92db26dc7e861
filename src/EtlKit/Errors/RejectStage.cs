namespace EtlKit;

/// <summary>The stage that refused a row.</summary>
public enum RejectStage
{
    /// <summary>The extractor: what stands in the source is not a row.</summary>
    Extract,

    /// <summary>A transformer.</summary>
    Transform,

    /// <summary>The loader: the target refuses the row.</summary>
    Load,
}
