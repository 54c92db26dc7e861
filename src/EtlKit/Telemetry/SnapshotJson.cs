using System.Text;
using System.Text.Json;

namespace EtlKit;

/// <summary>Writes a snapshot as JSON.</summary>
internal static class SnapshotJson
{
    public static string Write(PipelineSnapshot snapshot)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, snapshot);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, PipelineSnapshot snapshot)
    {
        json.WriteStartObject();
        json.WriteString("pipeline", snapshot.Pipeline);
        json.WriteString("runId", snapshot.RunId);
        json.WriteString("takenAt", snapshot.TakenAt);
        json.WriteNumber("elapsed", snapshot.Elapsed.TotalSeconds);
        json.WriteString("state", snapshot.State.ToString());
        json.WriteString("lastProgressAt", snapshot.LastProgressAt);
        json.WriteNumber("timeWithoutProgress", snapshot.TimeWithoutProgress.TotalSeconds);
        json.WriteBoolean("isStalled", snapshot.IsStalled);
        json.WriteString("waitsFor", snapshot.WaitsFor);
        ReportJson.WriteRows(json, snapshot.Rows);
        json.WriteNumber("sourcesListed", snapshot.SourcesListed);
        json.WriteNumber("sourcesCompleted", snapshot.SourcesCompleted);
        json.WriteNumber("sourcesSkipped", snapshot.SourcesSkipped);
        json.WriteNumber("sourcesFailed", snapshot.SourcesFailed);
        json.WriteNumber("batches", snapshot.Batches);
        json.WriteNumber("retries", snapshot.Retries);

        json.WriteStartArray("producers");
        foreach (var producer in snapshot.Producers)
        {
            WriteProducer(json, producer);
        }

        json.WriteEndArray();
        WriteChannel(json, snapshot.Channel);
        WriteWriter(json, snapshot.Writer);
        json.WriteString("failure", snapshot.Failure);
        json.WriteEndObject();
    }

    private static void WriteProducer(Utf8JsonWriter json, ProducerSnapshot producer)
    {
        json.WriteStartObject();
        json.WriteNumber("number", producer.Number);
        json.WriteString("state", producer.State.ToString());
        json.WriteNumber("timeInState", producer.TimeInState.TotalSeconds);
        json.WriteString("source", producer.Source);
        json.WriteNumber("rowNumber", producer.RowNumber);
        json.WriteNumber("rowsUnderWay", producer.RowsUnderWay);
        json.WriteNumber("oldestRowUnderWay", producer.OldestRowUnderWay);
        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, ChannelSnapshot channel)
    {
        json.WriteStartObject("channel");
        json.WriteNumber("rows", channel.Rows);
        json.WriteNumber("rowCapacity", channel.RowCapacity);
        json.WriteNumber("chunks", channel.Chunks);
        json.WriteNumber("chunkCapacity", channel.ChunkCapacity);
        json.WriteNumber("producersWaiting", channel.ProducersWaiting);
        json.WriteEndObject();
    }

    private static void WriteWriter(Utf8JsonWriter json, WriterSnapshot writer)
    {
        json.WriteStartObject("writer");
        json.WriteString("state", writer.State.ToString());
        json.WriteNumber("timeInState", writer.TimeInState.TotalSeconds);
        json.WriteString("loader", writer.Loader);
        json.WriteNumber("batchNumber", writer.BatchNumber);
        json.WriteNumber("batchRows", writer.BatchRows);
        json.WriteNumber("batchRejects", writer.BatchRejects);
        json.WriteString("call", writer.Call);
        json.WriteNumber("callTime", writer.CallTime.TotalSeconds);
        if (writer.Retry is { } retry)
        {
            json.WriteStartObject("retry");
            json.WriteNumber("number", retry.Number);
            json.WriteString("errorType", retry.ErrorType);
            json.WriteString("firstFailedAt", retry.FirstFailedAt);
            json.WriteString("lastFailedAt", retry.LastFailedAt);
            json.WriteNumber("delay", retry.Delay.TotalSeconds);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("retry");
        }

        json.WriteEndObject();
    }
}
