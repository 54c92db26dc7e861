namespace EtlKit.Comparison;

/// <summary>Sources of integers.</summary>
internal static class Integers
{
    public const int Sources = 4;

    /// <summary>One of the sources, which together have the given number of rows.</summary>
    public static async IAsyncEnumerable<int> SourceAsync(int rows)
    {
        await Task.CompletedTask;
        for (var i = 0; i < rows / Sources; i++)
        {
            yield return i;
        }
    }

    public static IEnumerable<int> Source(int rows) => Enumerable.Range(0, rows / Sources);

    /// <summary>The step that every row goes through.</summary>
    public static int Step(int row) => row + 1;

    /// <summary>Which sources a producer reads, one after the other.</summary>
    public static IEnumerable<int> SourcesOf(int producer, int producers) =>
        Enumerable.Range(0, Sources).Where(source => source % producers == producer);

    /// <summary>Fails when rows were lost.</summary>
    public static long Checked(long found, int rows) => found == rows / Sources * Sources
        ? found
        : throw new InvalidOperationException($"{found} rows came through, of {rows}.");
}
