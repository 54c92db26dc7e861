using System.Buffers;

namespace EtlKit;

/// <summary>A file to which rejects are appended, a line of JSON each. Used by the writer only.</summary>
internal sealed class RejectFile : IDisposable
{
    private const string CheckpointPrefix = "<reject file> ";

    private const int BufferSize = 64 * 1024;

    private readonly string _path;
    private readonly FileStream _file;

    // Not that of the stream, which would keep what could not be written, and try again whatever is asked of it.
    private readonly ArrayBufferWriter<byte> _buffer = new(BufferSize);
    private readonly RejectJsonWriter _json;
    private SourcePosition _committed;

    // Whether there is something behind what was committed.
    private bool _hasAppended;

    // A place where a line begins for certain.
    private long _lineStart;

    /// <param name="path">The path.</param>
    /// <param name="runId">The run whose rejects are written.</param>
    /// <param name="hasRunLock">
    /// Whether a run lock keeps other runs of the pipeline from writing to the file. Then the file itself doesn't: a process that stands still would keep it from
    /// the run that has taken over its lock. Without, it keeps others out only where the system does that; Linux doesn't.
    /// </param>
    /// <exception cref="IOException">The file can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be opened.</exception>
    public RejectFile(string path, string runId, bool hasRunLock)
    {
        _path = path;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, hasRunLock ? FileShare.ReadWrite : FileShare.Read, bufferSize: 0);
        _json = new RejectJsonWriter(_buffer, runId);
    }

    /// <summary>What the file is called among the checkpoints.</summary>
    public string CheckpointName => CheckpointPrefix + Path.GetFullPath(_path);

    /// <summary>How many rejects were written, and how long the file is.</summary>
    public SourcePosition Position { get; private set; }

    /// <summary>Whether a name among the checkpoints is that of a reject file, not of a source.</summary>
    public static bool IsCheckpointName(string name) => name.StartsWith(CheckpointPrefix, StringComparison.Ordinal);

    /// <summary>Takes what the file holds as committed.</summary>
    public void MoveToEnd() => Position = _committed = new SourcePosition(0, 0, _file.Length);

    /// <summary>Cuts off what an earlier run wrote without committing it. To be called while no other run can write to the file.</summary>
    /// <exception cref="InvalidDataException">The file is shorter than what was committed.</exception>
    public void Restore(SourcePosition committed)
    {
        if (_file.Length < committed.Bytes)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The reject file '{_path}' has {_file.Length} bytes, but {committed.Bytes} were committed: rejects are lost. Restore the file, or name another one, which then begins without them."));
        }

        _committed = committed;
        _hasAppended = true;
        RollBack();
    }

    /// <summary>Appends rejects, and marks of dead letters that were replayed, until further notice: <see cref="Commit"/> or <see cref="RollBack"/>.</summary>
    /// <param name="rejects">The rejects.</param>
    /// <param name="replayed">What became of dead letters.</param>
    /// <param name="sync">Whether to wait until they are on the disk.</param>
    public void Append(RejectList rejects, IReadOnlyList<ReplayedReject> replayed, bool sync = false)
    {
        if (rejects.Count + replayed.Count == 0)
        {
            return;
        }

        if (!_hasAppended)
        {
            _hasAppended = true;
            BeginAtEnd();
        }

        try
        {
            foreach (ref readonly var reject in rejects.Entries)
            {
                _json.Write(reject);
                WriteBufferIfFull();
            }

            foreach (var letter in replayed)
            {
                _json.WriteMark(letter);
                WriteBufferIfFull();
            }

            WriteBuffer();
            if (sync)
            {
                Sync();
            }
        }
        catch (IOException exception)
        {
            _buffer.ResetWrittenCount();
            throw new IOException(
                $"The reject file '{LogText.Clean(_path)}' can't be written: {exception.Message} Make room on its disk, or check it, and run again.", exception);
        }

        Position = new SourcePosition(Position.Rows + rejects.Count, 0, _file.Position);
        _lineStart = Position.Bytes;
    }

    /// <summary>Counts what the file holds.</summary>
    public RejectStoreSize Measure()
    {
        using var file = OpenToRead();
        var buffer = new byte[BufferSize];
        var (lines, bytes) = (0L, file.Length);
        for (int read; file.Position < bytes && (read = file.Read(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return new(lines, bytes);
    }

    /// <summary>Keeps what was appended.</summary>
    public void Commit()
    {
        _committed = Position;
        _hasAppended = false;
    }

    /// <summary>
    /// Cuts off what was appended since the last <see cref="Commit"/>, if anything, and what others have appended behind it. To be called while no other run can
    /// write to the file.
    /// </summary>
    public void RollBack()
    {
        if (!_hasAppended)
        {
            return;
        }

        _json.Reset();
        _buffer.ResetWrittenCount();
        _file.SetLength(_committed.Bytes);
        Position = _committed;
        _hasAppended = false;
    }

    /// <summary>Waits until what was written is on the disk.</summary>
    public void Sync() => _file.Flush(flushToDisk: true);

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    /// <summary>Goes to the end of the file, where others may have appended, too, and begins a line there.</summary>
    private void BeginAtEnd()
    {
        var end = _file.Length;
        _committed = _committed with { Bytes = end };
        _file.Position = end;
        if (end > 0 && end != _lineStart && !EndsWithALine(end))
        {
            // Of a process that was killed as it wrote.
            _file.WriteByte((byte)'\n');
        }
    }

    private bool EndsWithALine(long end)
    {
        using var file = OpenToRead();
        file.Position = end - 1;
        return file.ReadByte() == '\n';
    }

    private FileStream OpenToRead() => new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);

    private void WriteBufferIfFull()
    {
        if (_buffer.WrittenCount >= BufferSize)
        {
            WriteBuffer();
        }
    }

    private void WriteBuffer()
    {
        _file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
