using System.Text;
using System.Text.Json;

namespace EtlKit;

/// <summary>Writes a report as JSON.</summary>
internal static class ReportJson
{
    public static string Write(PipelineReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, report);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, PipelineReport report)
    {
        json.WriteStartObject();
        json.WriteString("pipeline", report.Pipeline);
        json.WriteString("runId", report.RunId);
        json.WriteString("status", report.Status.ToString());
        json.WriteString("startedAt", report.StartedAt);
        json.WriteNumber("duration", report.Duration.TotalSeconds);
        WriteRows(json, report.Rows);
        json.WriteNumber("rowsPerSecond", Math.Round(report.RowsPerSecond, 1));
        json.WriteNumber("batches", report.Batches);
        json.WriteNumber("retries", report.Retries);
        json.WriteNumber("producerWait", report.ProducerWait.TotalSeconds);
        json.WriteNumber("writerWait", report.WriterWait.TotalSeconds);
        json.WriteString("bottleneck", report.Bottleneck);

        json.WriteStartArray("sources");
        foreach (var source in report.Sources)
        {
            WriteSource(json, source);
        }

        json.WriteEndArray();

        json.WriteStartObject("rejectsByReason");
        foreach (var (reason, count) in report.RejectsByReason)
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();

        json.WriteStartArray("rejectSamples");
        foreach (var reject in report.RejectSamples)
        {
            WriteReject(json, reject);
        }

        json.WriteEndArray();

        json.WriteStartArray("abandoned");
        foreach (var call in report.Abandoned)
        {
            json.WriteStringValue(call);
        }

        json.WriteEndArray();
        json.WriteString("failure", report.Failure);
        json.WriteEndObject();
    }

    public static void WriteRows(Utf8JsonWriter json, RowLedger rows)
    {
        json.WriteStartObject("rows");
        json.WriteNumber("extracted", rows.Extracted);
        json.WriteNumber("expanded", rows.Expanded);
        json.WriteNumber("loaded", rows.Loaded);
        json.WriteNumber("unchanged", rows.Unchanged);
        json.WriteNumber("ignored", rows.Ignored);
        json.WriteNumber("filtered", rows.Filtered);
        json.WriteNumber("rejected", rows.Rejected);
        json.WriteNumber("unfinished", rows.Unfinished);
        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, SourceReport source)
    {
        json.WriteStartObject();
        json.WriteString("name", source.Name);
        json.WriteString("status", source.Status.ToString());
        json.WriteNumber("resumedAfter", source.ResumedAfter);
        json.WriteNumber("extracted", source.Extracted);
        json.WriteNumber("expanded", source.Expanded);
        json.WriteNumber("written", source.Written);
        json.WriteNumber("filtered", source.Filtered);
        json.WriteNumber("rejected", source.Rejected);
        json.WriteString("failure", source.Failure?.Message);
        json.WriteEndObject();
    }

    private static void WriteReject(Utf8JsonWriter json, Reject reject)
    {
        json.WriteStartObject();
        json.WriteString("source", reject.Source);
        json.WriteNumber("row", reject.RowNumber);
        json.WriteNumber("line", reject.LineNumber);
        json.WriteString("stage", reject.Stage.ToString());
        json.WriteString("reason", reject.Reason);
        json.WriteEndObject();
    }
}
