using System.Collections;

namespace EtlKit.Csv;

/// <summary>The files of a directory, listed anew whenever it is enumerated.</summary>
internal sealed class CsvDirectory<TRow>(string directory, string pattern, bool recursive, CsvSettings settings, CsvMapping<TRow> mapping)
    : IEnumerable<IExtractor<TRow>>
{
    public IEnumerator<IExtractor<TRow>> GetEnumerator()
    {
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException(
                $"The directory '{SafeText.Clean(Path.GetFullPath(directory))}' of the CSV files doesn't exist, or this process may not see it. "
                + "Create it, or give another path.");
        }

        var enumeration = new EnumerationOptions
        {
            RecurseSubdirectories = recursive,

            // Neither hidden nor unreadable files are passed over: what isn't loaded must be seen to fail.
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = false,
        };
        return Directory.EnumerateFiles(directory, pattern, enumeration)
            .Select(path => (Name: Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/'), Path: path))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new CsvSourceExtractor<TRow>(new CsvFileSource(file.Name, file.Path), settings, mapping))
            .ToList<IExtractor<TRow>>()
            .GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
