using System.Collections;

namespace EtlKit.Csv;

/// <summary>The files of a directory, listed anew whenever it is enumerated.</summary>
internal sealed class CsvDirectory<TRow>(string directory, string pattern, bool recursive, CsvSettings settings, CsvMapping<TRow> mapping)
    : IEnumerable<IExtractor<TRow>>, ISizedSequence
{
    public IEnumerator<IExtractor<TRow>> GetEnumerator()
    {
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException(
                $"The directory '{SafeText.Clean(Path.GetFullPath(directory))}' of the CSV files doesn't exist, or this process may not see it. "
                + "Create it, or give another path.");
        }

        return Directory.EnumerateFiles(directory, pattern, Enumeration())
            .Select(path => new CsvFileSource(Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/'), path))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new CsvSourceExtractor<TRow>(file, settings, mapping))
            .ToList<IExtractor<TRow>>()
            .GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public ValueTask<SequenceSize?> MeasureAsync(CancellationToken cancellationToken)
    {
        // That there is no directory is said when it is listed.
        if (!Directory.Exists(directory))
        {
            return default;
        }

        var (files, bytes) = (0, 0L);
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles(pattern, Enumeration()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            files++;
            bytes += LengthOf(file);
        }

        return new(new SequenceSize(files, bytes));
    }

    private static long LengthOf(FileInfo file)
    {
        // A file that is gone by now, or a link to none, has nothing to be read.
        var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        return target is { Exists: true } ? target.Length : 0;
    }

    private EnumerationOptions Enumeration() => new()
    {
        RecurseSubdirectories = recursive,

        // Neither hidden nor unreadable files are passed over: what isn't loaded must be seen to fail.
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };
}
