using EtlKit.Hosting;
using Microsoft.Extensions.Configuration;
using Quartz;

namespace EtlKit.Quartz;

/// <summary>Reads the schedule of one pipeline from code and from configuration, which goes over code. Used once, by one thread.</summary>
internal sealed class ScheduleReader(EtlSchedule code, IConfigurationSection section, DateTimeOffset now)
{
    private const string Cron = "Cron";
    private const string TimeZone = "TimeZone";
    private const string Overlap = "Overlap";
    private const string Misfire = "Misfire";
    private const string Jitter = "Jitter";
    private const string Enabled = "Enabled";

    private static readonly string[] Keys = [Cron, TimeZone, Overlap, Misfire, Jitter, Enabled];

    private readonly List<string> _problems = [];

    /// <summary>What is wrong, a sentence each; complete when it has been read.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <returns>The schedule; null when something is wrong.</returns>
    public ScheduleDefinition? Read()
    {
        CheckKeys();
        var zone = ReadTimeZone();
        var cron = ReadCron(zone);
        var overlap = ReadName(Overlap, code.OverlapPolicy);
        var misfire = ReadName(Misfire, code.MisfirePolicy);
        var jitter = Configured(Jitter) is { } text ? ReadJitter(text) : code.MaxDelay;
        var enabled = Configured(Enabled) is not { } flag ? code.IsEnabled : bool.TryParse(flag, out var value) ? value : Refuse(Enabled, flag, "true or false", true);
        return _problems.Count == 0 && cron is { } found ? new ScheduleDefinition(code.Pipeline, found.Expression, found.Text, overlap, misfire, jitter, enabled) : null;
    }

    private void CheckKeys()
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            _problems.Add($"{LogText.Clean(section.Path)} is a value, but must be a section.");
        }

        foreach (var child in section.GetChildren())
        {
            if (!Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                _problems.Add($"{LogText.Clean(child.Path)} is unknown: {NearMiss.Suggest(child.Key, Keys)}");
            }
            else if (child.GetChildren().Any())
            {
                _problems.Add($"{LogText.Clean(child.Path)} is a section, but must be a value.");
            }
        }
    }

    private (CronExpression Expression, string Text)? ReadCron(TimeZoneInfo zone)
    {
        if ((Configured(Cron) ?? code.CronExpression) is not { } text)
        {
            if (!section.GetSection(Cron).GetChildren().Any())
            {
                _problems.Add($"{section.Path}:{Cron} is missing: set it to a cron expression such as 0 30 2 * * ?, or set one in code.");
            }

            return null;
        }

        CronExpression expression;
        try
        {
            // The name gives an H in the expression its value.
            expression = CronExpression.ParseWithHash(text, code.Pipeline).WithTimeZone(zone);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return Refuse<(CronExpression, string)?>(
                Cron, text, "a cron expression (second, minute, hour, day of month, month, day of week) such as 0 30 2 * * ?", null, Sentence(exception.Message));
        }

        return expression.GetNextValidTimeAfter(now) is not null ? (expression, text) : Refuse<(CronExpression, string)?>(Cron, text, "a cron expression that is due some day", null);
    }

    private TimeZoneInfo ReadTimeZone()
    {
        var id = Configured(TimeZone) ?? code.TimeZoneId ?? "UTC";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        var near = NearMiss.Find(id, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id));
        return Refuse(TimeZone, id, "the id of a time zone such as Europe/Berlin", TimeZoneInfo.Utc, near is null ? null : $"Did you mean {near}?");
    }

    private TimeSpan ReadJitter(string text) =>
        ConfiguredText.TryParseTime(text, out var value) && value >= TimeSpan.Zero && value <= EtlSchedule.MaxJitter
            ? value
            : Refuse(Jitter, text, $"a time such as 00:05:00, from 00:00:00 to {EtlSchedule.MaxJitter}", TimeSpan.Zero);

    private T ReadName<T>(string key, T inCode)
        where T : struct, Enum =>
        Configured(key) is not { } text ? inCode
        : ConfiguredText.TryParseName<T>(text, out var value) ? value
        : Refuse(key, text, ConfiguredText.NamesOf<T>(), inCode);

    private string? Configured(string key) => section[key]?.Trim();

    private T Refuse<T>(string key, string text, string expected, T instead, string? hint = null)
    {
        var where = Configured(key) is null ? $"The schedule of pipeline '{code.Pipeline}' that is set in code: {key}" : LogText.Clean($"{section.Path}:{key}");
        _problems.Add($"{where} is '{ConfiguredText.Show(text)}', but must be {expected}.{(hint is null ? "" : " " + hint)}");
        return instead;
    }

    private static string Sentence(string message) => LogText.Clean(message.TrimEnd().TrimEnd('.')) + ".";
}
