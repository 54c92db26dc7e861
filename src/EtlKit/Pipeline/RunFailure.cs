namespace EtlKit;

/// <summary>What has failed, in words, and the exception that says why.</summary>
internal sealed record RunFailure(string What, Exception Exception);
