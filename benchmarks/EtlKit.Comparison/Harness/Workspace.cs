namespace EtlKit.Comparison;

/// <summary>A temporary directory, in memory where the system has one there and room in it, so that no disk is measured.</summary>
internal sealed class Workspace : IDisposable
{
    private const string MemoryDirectory = "/dev/shm";

    // The largest scenario has ten million rows in files and in a table, or three tables of four million.
    private const double BytesNeeded = 4e9;

    private readonly string _path;

    public Workspace(double scale)
    {
        IsInMemory = Directory.Exists(MemoryDirectory) && new DriveInfo(MemoryDirectory).AvailableFreeSpace > BytesNeeded * scale;
        _path = Directory.CreateDirectory(
            Path.Combine(IsInMemory ? MemoryDirectory : Path.GetTempPath(), $"etlkit-comparison-{Guid.NewGuid():N}")).FullName;
    }

    public bool IsInMemory { get; }

    public string DirectoryOf(Scenario scenario) => Directory.CreateDirectory(Path.Combine(_path, scenario.Name)).FullName;

    /// <summary>A file beside those of the scenarios.</summary>
    public string PathOf(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
