using System.Text.Encodings.Web;
using System.Text.Json;

namespace EtlKit;

/// <summary>A file to which rejects are appended, a line of JSON each. Used by the writer only.</summary>
internal sealed class RejectFile : IDisposable
{
    private const int BufferSize = 64 * 1024;

    // The file is data, not a web page: only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private readonly string _runId;

    /// <exception cref="IOException">The file can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be opened.</exception>
    public RejectFile(string path, string runId)
    {
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, BufferSize);
        _json = new Utf8JsonWriter(_file, JsonOptions);
        _runId = runId;
    }

    public void Write(List<Reject> rejects)
    {
        if (rejects.Count == 0)
        {
            return;
        }

        foreach (var reject in rejects)
        {
            _json.WriteStartObject();
            _json.WriteString("run", _runId);
            _json.WriteString("source", reject.Source);
            _json.WriteNumber("row", reject.RowNumber);
            if (reject.LineNumber > 0)
            {
                _json.WriteNumber("line", reject.LineNumber);
            }

            _json.WriteString("stage", reject.Stage == RejectStage.Extract ? "extract" : "transform");
            _json.WriteString("reason", reject.Reason);
            _json.WriteString("raw", reject.RawText);
            _json.WriteEndObject();
            _json.Flush();
            _json.Reset();
            _file.WriteByte((byte)'\n');
        }

        _file.Flush();
    }

    /// <summary>Waits until what was written is on the disk.</summary>
    public void Sync() => _file.Flush(flushToDisk: true);

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }
}
