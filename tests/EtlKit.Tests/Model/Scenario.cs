namespace EtlKit.Tests.Model;

/// <summary>The options of a random pipeline.</summary>
internal sealed record Settings(int Producers, int ChannelCapacity, int BatchSize, int MaxExpansion, int MaxBatchBytes, bool HasBatchTimeout, bool FailFast, bool StoresRejects)
{
    public void Apply(PipelineOptions options)
    {
        options.Producers = Producers;
        options.ChannelCapacity = ChannelCapacity;
        options.BatchSize = BatchSize;
        options.MaxExpansion = MaxExpansion;
        options.MaxBatchBytes = MaxBatchBytes;
        options.BatchTimeout = HasBatchTimeout ? TimeSpan.FromMilliseconds(1) : Timeout.InfiniteTimeSpan;
        options.FailFast = FailFast;
        options.RetryDelay = TimeSpan.FromTicks(1);
        options.MaxRetryDelay = TimeSpan.FromTicks(1);
    }
}

/// <summary>Which rows a random target refuses, one in so many; and of these, which end its transaction. Zero is none.</summary>
internal sealed record Refusals(int OneIn, int EndsOneIn, int Salt)
{
    public const string Reason = "the target says no";

    public bool Refuses(string row) => OneIn > 0 && Dice.Roll(row, Salt, OneIn) == 0;

    public bool EndsTransaction(string row) => EndsOneIn > 0 && Dice.Roll(row, Salt + 1, EndsOneIn) == 0;
}

/// <summary>A random pipeline, and the faults of its runs: one list for each run, and none after them.</summary>
internal sealed record Scenario(Source[] Sources, Step[] Steps, Settings Settings, Refusals Refusals, Fault[][] Faults)
{
    public override string ToString() =>
        $"{string.Join(", ", Sources.AsEnumerable())} | {string.Join(", ", Steps.AsEnumerable())} | {Settings} | {Refusals} | "
        + string.Join("; ", Faults.Select(run => string.Join(", ", run)));
}
