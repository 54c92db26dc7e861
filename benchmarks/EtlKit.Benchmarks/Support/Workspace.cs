namespace EtlKit.Benchmarks;

/// <summary>A temporary directory, in memory where the system has one there, so that no disk is measured.</summary>
internal sealed class Workspace : IDisposable
{
    private const string MemoryDirectory = "/dev/shm";

    private readonly string _path = Directory.CreateDirectory(Path.Combine(
        Directory.Exists(MemoryDirectory) ? MemoryDirectory : Path.GetTempPath(), $"etlkit-benchmarks-{Guid.NewGuid():N}")).FullName;

    public string Database => PathOf("benchmark.db");

    public string Input => Directory.CreateDirectory(Path.Combine(_path, "input")).FullName;

    public string PathOf(string name) => Path.Combine(_path, name);

    public void DeleteDatabase()
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"])
        {
            File.Delete(Database + suffix);
        }
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
