using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EtlKit.Hosting;

/// <summary>Something that is wrong with a pipeline, for whoever is called at night. It holds no secret and no value of a row.</summary>
internal sealed record Diagnosis(HealthStatus Status, string Symptom, string Cause, string Action, string? RunId = null, PipelineSnapshot? Snapshot = null)
{
    /// <summary>Makes a result of what was found: the worst comes first, and the others are named.</summary>
    public static HealthCheckResult Of(IReadOnlyList<Diagnosis> found, string whenWell)
    {
        if (found.Count == 0)
        {
            return HealthCheckResult.Healthy(whenWell);
        }

        var ordered = found.OrderBy(diagnosis => diagnosis.Status).ToList();
        var worst = ordered[0];
        var data = new Dictionary<string, object> { ["symptom"] = worst.Symptom, ["cause"] = worst.Cause, ["action"] = worst.Action };
        if (worst.RunId is { } run)
        {
            data["runId"] = run;
        }

        if (worst.Snapshot is { } snapshot)
        {
            data["snapshot"] = snapshot.ToString();
        }

        if (ordered.Count > 1)
        {
            data["also"] = string.Join("; ", ordered.Skip(1).Select(diagnosis => diagnosis.Symptom));
        }

        return new HealthCheckResult(worst.Status, worst.Symptom, exception: null, data);
    }

    /// <summary>The cause that an exception tells. Only messages of EtlKit are shown: those of others may quote a value or a secret.</summary>
    public static string CauseOf(Exception exception) => exception switch
    {
        PipelineException { InnerException: { } inner } => CauseOf(inner),
        PipelineConfigurationException { InnerException: { } inner } => $"composing it has failed: {CauseOf(inner)}",
        _ when exception.GetType().Namespace is { } space && (space == "EtlKit" || space.StartsWith("EtlKit.", StringComparison.Ordinal)) => exception.Message,
        _ => $"{exception.GetType().Name}; its message is in the log",
    };
}
