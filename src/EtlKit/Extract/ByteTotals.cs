namespace EtlKit;

/// <summary>The bytes of the sources that were listed, all together.</summary>
internal record struct ByteTotals
{
    /// <summary>How many were read, with those that earlier runs have read.</summary>
    public long Done { get; private set; }

    /// <summary>How many this run has read.</summary>
    public long Read { get; private set; }

    /// <summary>How many the sources have whose length is known.</summary>
    public long Length { get; private set; }

    /// <summary>How many of them will not be read any more, because their source has failed.</summary>
    public long Lost { get; private set; }

    /// <summary>Whether there is a source that tells its bytes.</summary>
    public bool HasBytes { get; private set; }

    /// <summary>Whether the length of every source is known.</summary>
    public readonly bool IsComplete => !_isIncomplete;

    private bool _isIncomplete;

    public void Add(SourceRun source)
    {
        var bytes = source.Bytes.Look();
        Done += bytes.Read;
        Read += bytes.Read - bytes.PassedOver;
        Length += bytes.Length ?? 0;
        Lost += source.Status == SourceStatus.Failed ? (bytes.Length ?? bytes.Read) - bytes.Read : 0;
        HasBytes |= bytes.Length is not null || bytes.Read > 0;
        _isIncomplete |= bytes.Length is null;
    }
}
