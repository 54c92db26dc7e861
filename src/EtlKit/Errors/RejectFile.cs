using System.Text.Encodings.Web;
using System.Text.Json;

namespace EtlKit;

/// <summary>A file to which rejects are appended, a line of JSON each. Used by the writer only.</summary>
internal sealed class RejectFile : IDisposable
{
    private const string CheckpointPrefix = "<reject file> ";

    private const int BufferSize = 64 * 1024;

    // The file is data, not a web page: only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _path;
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private readonly string _runId;
    private SourcePosition _committed;

    /// <exception cref="IOException">The file can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be opened.</exception>
    public RejectFile(string path, string runId)
    {
        _path = path;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, BufferSize);
        _file.Position = _file.Length;
        _json = new Utf8JsonWriter(_file, JsonOptions);
        _runId = runId;
        Position = _committed = new SourcePosition(0, 0, _file.Length);
    }

    /// <summary>What the file is called among the checkpoints.</summary>
    public string CheckpointName => CheckpointPrefix + Path.GetFullPath(_path);

    /// <summary>How many rejects were written, and how long the file is.</summary>
    public SourcePosition Position { get; private set; }

    /// <summary>Whether a name among the checkpoints is that of a reject file, not of a source.</summary>
    public static bool IsCheckpointName(string name) => name.StartsWith(CheckpointPrefix, StringComparison.Ordinal);

    /// <summary>Cuts off what an earlier run wrote without committing it.</summary>
    /// <exception cref="InvalidDataException">The file is shorter than what was committed.</exception>
    public void Restore(SourcePosition committed)
    {
        if (_file.Length < committed.Bytes)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The reject file '{_path}' has {_file.Length} bytes, but {committed.Bytes} were committed: rejects are lost. Restore the file, or name another one, which then begins without them."));
        }

        _committed = committed;
        RollBack();
    }

    /// <summary>Appends rejects, until further notice: <see cref="Commit"/> or <see cref="RollBack"/>.</summary>
    /// <param name="rejects">The rejects.</param>
    /// <param name="sync">Whether to wait until they are on the disk.</param>
    public void Append(IReadOnlyList<Reject> rejects, bool sync = false)
    {
        if (rejects.Count == 0)
        {
            return;
        }

        try
        {
            foreach (var reject in rejects)
            {
                Write(reject);
            }

            _file.Flush(flushToDisk: sync);
        }
        catch (IOException exception)
        {
            throw new IOException($"The reject file '{LogText.Clean(_path)}' can't be written: make room on its disk, or check it, and run again.", exception);
        }

        Position = new SourcePosition(Position.Rows + rejects.Count, 0, _file.Position);
    }

    /// <summary>Keeps what was appended.</summary>
    public void Commit() => _committed = Position;

    /// <summary>Cuts off what was appended since the last <see cref="Commit"/>.</summary>
    public void RollBack()
    {
        if (_file.Length != _committed.Bytes)
        {
            _file.SetLength(_committed.Bytes);
        }

        _file.Position = _committed.Bytes;
        Position = _committed;
    }

    /// <summary>Waits until what was written is on the disk.</summary>
    public void Sync() => _file.Flush(flushToDisk: true);

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void Write(Reject reject)
    {
        _json.WriteStartObject();
        _json.WriteString("run", _runId);
        _json.WriteString("source", reject.Source);
        _json.WriteNumber("row", reject.RowNumber);
        if (reject.LineNumber > 0)
        {
            _json.WriteNumber("line", reject.LineNumber);
        }

        _json.WriteString("stage", NameOf(reject.Stage));
        _json.WriteString("reason", reject.Reason);
        _json.WriteString("raw", reject.RawText);
        if (reject.Row is { } row)
        {
            _json.WritePropertyName("value");
            _json.WriteRawValue(row, skipInputValidation: true);
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _file.WriteByte((byte)'\n');
    }

    private static string NameOf(RejectStage stage) => stage switch
    {
        RejectStage.Extract => "extract",
        RejectStage.Transform => "transform",
        _ => "load",
    };
}
