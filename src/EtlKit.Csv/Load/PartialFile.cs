using Microsoft.Win32.SafeHandles;

namespace EtlKit.Csv;

/// <summary>A file that is written beside the target and takes its place at the end, or is deleted.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private const string Suffix = ".partial";

    // What the systems call a full disk: ENOSPC, EDQUOT, ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.
    private static readonly int[] DiskFull = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    private readonly string _target;
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private long _length;
    private bool _completed;

    private PartialFile(string target, string path, SafeFileHandle handle)
    {
        _target = target;
        _path = path;
        _handle = handle;
    }

    /// <summary>Gets or sets how bytes are written at an offset; a test puts a fault here.</summary>
    internal Action<SafeFileHandle, ReadOnlyMemory<byte>, long> Write { get; set; } =
        static (handle, bytes, offset) => RandomAccess.Write(handle, bytes.Span, offset);

    /// <summary>Opens the file beside a target; what a killed run has left of it is overwritten.</summary>
    /// <exception cref="IOException">The target is a directory, its directory doesn't exist, or another run writes to it.</exception>
    public static PartialFile Create(string target)
    {
        if (Directory.Exists(target))
        {
            throw new IOException(
                SafeText.Clean($"CSV file '{target}' can't be written: there is a directory of that name. Give another path."));
        }

        var path = target + Suffix;
        try
        {
            return new PartialFile(target, path, File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new IOException(
                SafeText.Clean(
                    $"CSV file '{target}' can't be written: {exception.Message} Check that its directory exists and that no other run writes to it."),
                SafeText.Clean(exception));
        }
    }

    /// <summary>Appends bytes, all or none: after a failure, the next call writes over what is left of this one.</summary>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Write(_handle, bytes, _length);
        }
        catch (IOException exception)
        {
            throw Failure(exception);
        }

        _length += bytes.Length;
    }

    /// <summary>Flushes the file to the disk and puts it in the place of the target.</summary>
    public void Complete()
    {
        try
        {
            RandomAccess.SetLength(_handle, _length);
            RandomAccess.FlushToDisk(_handle);
            _handle.Dispose();
            File.Move(_path, _target, overwrite: true);
        }
        catch (IOException exception)
        {
            throw Failure(exception);
        }

        _completed = true;
    }

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        if (!_completed)
        {
            File.Delete(_path);
        }

        return default;
    }

    private IOException Failure(IOException exception)
    {
        var advice = DiskFull.Contains(exception.HResult)
            ? "The disk is full: free some space and run again."
            : "Check the disk and the permissions, and run again.";
        return new IOException(
            SafeText.Clean($"CSV file '{_target}' can't be written: {exception.Message} {advice} The file is as it was before the run."),
            SafeText.Clean(exception));
    }
}
