namespace EtlKit;

/// <summary>The ids of log events: a range for each stage.</summary>
internal static class EventIds
{
    // Pipeline: 1000 to 1999.
    public const int RunStarted = 1000;
    public const int RunCompleted = 1001;
    public const int RunCancelled = 1002;
    public const int RunFailed = 1003;
    public const int CallAbandoned = 1004;
    public const int AbandonedCallEnded = 1005;
    public const int CancellationCallbackFailed = 1006;
    public const int ProgressFailed = 1007;
    public const int EndedByAbort = 1008;
    public const int ReplayStarted = 1009;
    public const int RunStalled = 1020;
    public const int RunGoesOn = 1021;
    public const int WatchdogFailed = 1022;
    public const int TelemetryFailed = 1030;

    // Extract: 2000 to 2999.
    public const int SourceStarted = 2000;
    public const int SourceCompleted = 2001;
    public const int SourceStopped = 2002;
    public const int SourceFailed = 2003;
    public const int SourceListingFailed = 2004;
    public const int SourceSkipped = 2005;
    public const int SourceResumed = 2006;
    public const int SourceChanged = 2007;
    public const int FingerprintFailed = 2008;
    public const int RejectLineUnreadable = 2009;
    public const int SizeFailed = 2012;
    public const int SequenceNotMeasured = 2013;
    public const int RowRejectedByExtract = 2010;
    public const int RowRejectedByExtractQuietly = 2011;

    // Transform: 3000 to 3999.
    public const int RowRejectedByTransform = 3010;
    public const int RowRejectedByTransformQuietly = 3011;

    // Load: 5000 to 5999.
    public const int LoaderOpened = 5000;
    public const int BatchLoaded = 5001;
    public const int LoadRetried = 5002;
    public const int SessionDisposalFailed = 5004;
    public const int ClassificationFailed = 5005;
    public const int RunLockTakenOver = 5006;
    public const int RunLockNotRenewed = 5007;
    public const int RunLockNotReleased = 5008;
    public const int RowNotFormatted = 5009;
    public const int RowRejectedByLoad = 5010;
    public const int RowRejectedByLoadQuietly = 5011;
}
