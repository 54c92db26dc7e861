using System.Globalization;

namespace EtlKit.Hosting;

/// <summary>All properties of <see cref="PipelineOptions"/>, written down so that nothing is bound by reflection.</summary>
internal static class OptionSettings
{
    private delegate bool Parse<T>(string text, out T value);

    public static IReadOnlyDictionary<string, OptionSetting> All { get; } = new[]
    {
        Int(nameof(PipelineOptions.Producers), (o, value) => o.Producers = value),
        Int(nameof(PipelineOptions.ChannelCapacity), (o, value) => o.ChannelCapacity = value),
        Int(nameof(PipelineOptions.BatchSize), (o, value) => o.BatchSize = value),
        Int(nameof(PipelineOptions.MaxBatchBytes), (o, value) => o.MaxBatchBytes = value),
        Int(nameof(PipelineOptions.LargeBatchSize), (o, value) => o.LargeBatchSize = value),
        Int(nameof(PipelineOptions.MaxLargeBatchBytes), (o, value) => o.MaxLargeBatchBytes = value),
        TimeOrInfinite(nameof(PipelineOptions.BatchTimeout), (o, value) => o.BatchTimeout = value),
        Int(nameof(PipelineOptions.MaxExpansion), (o, value) => o.MaxExpansion = value),
        Flag(nameof(PipelineOptions.FailFast), (o, value) => o.FailFast = value),
        Time(nameof(PipelineOptions.DrainTimeout), (o, value) => o.DrainTimeout = value),
        TimeOrInfinite(nameof(PipelineOptions.StallTimeout), (o, value) => o.StallTimeout = value),
        Time(nameof(PipelineOptions.RetryDelay), (o, value) => o.RetryDelay = value),
        Time(nameof(PipelineOptions.MaxRetryDelay), (o, value) => o.MaxRetryDelay = value),
        Time(nameof(PipelineOptions.RetryTimeout), (o, value) => o.RetryTimeout = value),
        Long(nameof(PipelineOptions.MaxRejects), (o, value) => o.MaxRejects = value),
        Number(nameof(PipelineOptions.MaxRejectRatio), (o, value) => o.MaxRejectRatio = value),
        Long(nameof(PipelineOptions.MinRowsForRejectRatio), (o, value) => o.MinRowsForRejectRatio = value),
        Long(nameof(PipelineOptions.MaxDeadLetters), (o, value) => o.MaxDeadLetters = value),
        Long(nameof(PipelineOptions.MaxDeadLetterBytes), (o, value) => o.MaxDeadLetterBytes = value),
        Name<ChangedSourcePolicy>(nameof(PipelineOptions.ChangedSources), (o, value) => o.ChangedSources = value),
        Time(nameof(PipelineOptions.RunLockLease), (o, value) => o.RunLockLease = value),
        Int(nameof(PipelineOptions.MaxLoggedRejects), (o, value) => o.MaxLoggedRejects = value),
        Int(nameof(PipelineOptions.MaxRejectSamples), (o, value) => o.MaxRejectSamples = value),
        Flag(nameof(PipelineOptions.IncludeValuesInReasons), (o, value) => o.IncludeValuesInReasons = value),
    }.ToDictionary(setting => setting.Name, StringComparer.OrdinalIgnoreCase);

    private static OptionSetting Int(string name, Action<PipelineOptions, int> set) => Make(
        name, "a whole number of at most 2147483647, such as 10000", static (text, out value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value), set);

    private static OptionSetting Long(string name, Action<PipelineOptions, long> set) => Make(
        name, "a whole number, such as 10000", static (text, out value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value), set);

    private static OptionSetting Number(string name, Action<PipelineOptions, double> set) => Make(
        name,
        "a number with a point, such as 0.05",
        static (text, out value) => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value),
        set);

    private static OptionSetting Flag(string name, Action<PipelineOptions, bool> set) => Make<bool>(name, "true or false", bool.TryParse, set);

    private static OptionSetting Time(string name, Action<PipelineOptions, TimeSpan> set) => Make<TimeSpan>(name, "a time such as 00:00:05", ConfiguredText.TryParseTime, set);

    private static OptionSetting TimeOrInfinite(string name, Action<PipelineOptions, TimeSpan> set) => Make(
        name,
        "a time such as 00:00:05, or infinite",
        static (text, out value) =>
        {
            value = Timeout.InfiniteTimeSpan;
            return text.Equals("infinite", StringComparison.OrdinalIgnoreCase) || text == "-1" || ConfiguredText.TryParseTime(text, out value);
        },
        set);

    private static OptionSetting Name<T>(string name, Action<PipelineOptions, T> set)
        where T : struct, Enum => Make<T>(name, ConfiguredText.NamesOf<T>(), ConfiguredText.TryParseName, set);

    private static OptionSetting Make<T>(string name, string expected, Parse<T> parse, Action<PipelineOptions, T> set) =>
        new(name, expected, text => parse(text.Trim(), out var value) ? options => set(options, value) : null);
}
