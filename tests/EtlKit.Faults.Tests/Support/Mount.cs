using System.Diagnostics;

namespace EtlKit.Faults.Tests;

/// <summary>A file system of a test's own. To mount one takes Linux, root and the permission of whatever the tests run in.</summary>
internal sealed class Mount : IDisposable
{
    private readonly Stack<string> _mounted = [];

    private Mount(string path) => Path = path;

    public string Path { get; }

    public static bool IsRoot => Environment.UserName == "root";

    /// <summary>Mounts an empty file system in memory of a size, such as <c>256k</c>; skips the test, and says why, when that can't be done.</summary>
    public static Mount OfSize(string size, string path)
    {
        var mount = new Mount(path);
        Directory.CreateDirectory(path);
        mount.Do("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path);
        mount._mounted.Push(path);
        return mount;
    }

    /// <summary>Makes something that is there, a file or a directory, appear at a path, read-only or not; skips the test, and says why, when that can't be done.</summary>
    public static Mount Of(string existing, string path, bool isReadOnly)
    {
        var mount = new Mount(path);
        mount.Bind(existing, path, isReadOnly);
        return mount;
    }

    public void Bind(string existing, string path, bool isReadOnly)
    {
        Do("mount", "--bind", existing, path);
        _mounted.Push(path);
        if (isReadOnly)
        {
            Do("mount", "-o", "remount,ro,bind", path);
        }
    }

    public void Resize(string size) => Do("mount", "-o", $"remount,size={size}", Path);

    public void Dispose()
    {
        while (_mounted.TryPop(out var path))
        {
            Run("umount", path).Should().BeEmpty("what is mounted must not stay");
        }
    }

    private void Do(params string[] command)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("a file system of the test's own is mounted on Linux only");
        }

        if (Run(command) is { Length: > 0 } problem)
        {
            Dispose();
            Assert.Skip($"no file system can be mounted here, which takes root and a machine that allows it: {problem}");
        }
    }

    /// <summary>Runs a command.</summary>
    /// <returns>What it complains about; empty when it did its work.</returns>
    private static string Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var problem = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{command[0]} ended with {process.ExitCode}: {problem.Trim()}";
    }
}
