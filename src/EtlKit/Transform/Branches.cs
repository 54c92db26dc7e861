using System.Globalization;

namespace EtlKit;

/// <summary>Knows which of the rows that expanding steps made of a row goes through the steps now. Used by the source's producer only.</summary>
internal sealed class Branches
{
    private int _steps;
    private int[] _path = [];
    private int _depth;

    /// <summary>Whether the row that goes through the steps now was made by an expanding step.</summary>
    public bool IsWithin => _depth > 0;

    /// <summary>Takes up an expanding step. They come in the order in which they are made: the last one first.</summary>
    /// <returns>What the step is known by.</returns>
    public int Add()
    {
        _path = new int[_steps + 1];
        return _steps++;
    }

    /// <summary>How many expanding steps there are before a step.</summary>
    public int LevelOf(int step) => _steps - 1 - step;

    /// <summary>Says that the nth row that a step has made goes on now.</summary>
    public void Enter(int level, int index)
    {
        _path[level] = index;
        _depth = level + 1;
    }

    /// <summary>Says that all rows that a step has made have gone on.</summary>
    public void Leave(int level) => _depth = level;

    public int[] Capture() => _depth == 0 ? [] : _path[.._depth];

    public void Restore(int[] path)
    {
        path.CopyTo(_path, 0);
        _depth = path.Length;
    }

    /// <summary>The branch in words; null for a row that was not expanded.</summary>
    public override string? ToString() =>
        _depth == 0 ? null : string.Join('/', _path.Take(_depth).Select(index => index.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads a branch at a level; null when it doesn't reach so far.</summary>
    public static int? At(string? branch, int level) =>
        branch?.Split('/') is { } path && level < path.Length && int.TryParse(path[level], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
