namespace EtlKit;

/// <summary>What came of gathering a batch.</summary>
internal enum Gathered
{
    /// <summary>There is a batch to load.</summary>
    Batch,

    /// <summary>The writer's patience has come to an end before there was a batch to load.</summary>
    Nothing,

    /// <summary>No further chunk will come; there may be rows all the same.</summary>
    Last,
}
