namespace EtlKit.Tests;

/// <summary>Sources for tests.</summary>
internal static class Sources
{
    /// <summary>A source of consecutive numbers.</summary>
    public static IExtractor<int> Numbers(string name, int count, int first = 0) =>
        Extractor.From(name, Enumerable.Range(first, count));

    /// <summary>A source that gives some numbers, and then does something else.</summary>
    public static IExtractor<int> Then(string name, int count, Func<CancellationToken, Task> then)
    {
        return Extractor.From(name, Rows);

        async IAsyncEnumerable<int> Rows([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var i = 0; i < count; i++)
            {
                yield return i;
            }

            await then(cancellationToken);
        }
    }

    /// <summary>A source that gives some numbers and then fails.</summary>
    public static IExtractor<int> Failing(string name, int count, Exception exception) =>
        Then(name, count, _ => Task.FromException(exception));

    /// <summary>A source that gives some numbers and then waits until the run is stopped.</summary>
    public static IExtractor<int> Endless(string name, int count) =>
        Then(name, count, cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken));
}
