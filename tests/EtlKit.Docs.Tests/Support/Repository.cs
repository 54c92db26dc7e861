namespace EtlKit.Docs.Tests;

/// <summary>The sources, found from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The pages that readers see, as paths relative to the root with <c>/</c>, in ordinal order.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateDirectories(Path.Combine(Root, "src")).Select(package => Path.Combine(package, "README.md")))
            .Append(Path.Combine(Root, "README.md"))
            .Where(File.Exists)
            .Select(path => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string page) => Path.Combine(Root, page);

    public static string Read(string page) => File.ReadAllText(PathOf(page));

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "EtlKit.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No directory above '{AppContext.BaseDirectory}' holds EtlKit.sln.");
    }
}
