using CsCheck;

namespace EtlKit.Properties;

/// <summary>Checks what must hold for any case on many cases drawn at random, the same ones in every run.</summary>
/// <remarks>CsCheck's own sampling draws new cases each time. Here it draws only when a case has failed: it looks for a smaller one.</remarks>
internal static class Property
{
    private const ulong Seed = 20261124;

    /// <summary>How long a smaller case is looked for, in seconds.</summary>
    private const int ShrinkTime = 15;

    /// <summary>A case that takes this long hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Checks cases one after the other, and tells the seed of the first that fails.</summary>
    /// <param name="cases">Draws a case.</param>
    /// <param name="count">How many are checked.</param>
    /// <param name="check">Throws when a case fails.</param>
    public static async Task HoldsAsync<T>(this Gen<T> cases, int count, Func<T, Task> check)
    {
        for (var number = 0; number < count; number++)
        {
            var random = new PCG((uint)number, Seed);
            var seed = random.ToString();
            var sample = cases.Generate(random, null, out _);
            try
            {
                await OrHangsAsync(sample, check);
            }
            catch (Exception failure)
            {
                var smaller = failure is HangException ? null : await FindSmallerAsync(cases, seed, check);
                throw new InvalidOperationException(
                    FormattableString.Invariant($"Case {number} of {count}, seed \"{seed}\": {failure.Message}\nThe case: {sample}\n{smaller}"), failure);
            }
        }
    }

    private static async Task OrHangsAsync<T>(T sample, Func<T, Task> check)
    {
        var checking = Task.Run(() => check(sample));
        if (await Task.WhenAny(checking, Task.Delay(Patience)) != checking)
        {
            throw new HangException($"The case hangs: it has not ended in {Patience.TotalSeconds} seconds.");
        }

        await checking;
    }

    private static async Task<string> FindSmallerAsync<T>(Gen<T> cases, string seed, Func<T, Task> check)
    {
        try
        {
            await cases.SampleAsync(sample => OrHangsAsync(sample, check), seed: seed, time: ShrinkTime, threads: 1, print: sample => $"{sample}");
            return "It does not fail each time: the order in which tasks run matters.";
        }
        catch (CsCheckException found)
        {
            return $"A smaller case. {found.Message}\n{found.InnerException?.Message}";
        }
    }

    private sealed class HangException(string message) : Exception(message);
}
