namespace EtlKit.Tests.Model;

/// <summary>Chance that is the same each time: what befalls a row depends on the row and on a salt.</summary>
internal static class Dice
{
    /// <summary>A number from 0 to below <paramref name="sides"/>.</summary>
    public static int Roll(string row, int salt, int sides)
    {
        // FNV-1a, whose last step mixes too little for small numbers of sides.
        var hash = 2166136261u ^ (uint)salt;
        foreach (var letter in row)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        hash ^= hash >> 15;
        hash *= 0x2c1b3c6d;
        hash ^= hash >> 12;
        return (int)(hash % (uint)sides);
    }
}
