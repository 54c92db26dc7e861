namespace EtlKit.Worker.Tests;

/// <summary>Where files of the repository are.</summary>
internal static class Directories
{
    public static string Deploy { get; } = Path.Combine(FindRoot(), "samples", "Worker", "deploy");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Deploy, name));

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "EtlKit.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"EtlKit.sln is nowhere above {AppContext.BaseDirectory}.");
    }
}
