namespace EtlKit;

/// <summary>What the writer has settled so far. Written by the writer alone, read by everyone.</summary>
internal sealed class LoadCounts
{
    public long Batches { get; set; }

    public long Loaded { get; set; }

    public long Unchanged { get; set; }

    public long Ignored { get; set; }

    public long Filtered { get; set; }

    public long Rejected { get; set; }
}
