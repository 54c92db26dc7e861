namespace EtlKit.Tests.Model;

/// <summary>What must come of a source, whatever happens on the way.</summary>
internal sealed class Expectation
{
    private readonly Source _source;
    private readonly Scenario _scenario;
    private readonly List<string> _loaded = [];
    private readonly List<string> _refused = [];
    private readonly List<ExpectedReject> _rejects = [];

    private Expectation(Scenario scenario, Source source)
    {
        _scenario = scenario;
        _source = source;
        for (var index = 0; index < source.Rows; index++)
        {
            Extract(index);
        }
    }

    /// <summary>The rows that the target is given, in their order, without those that it refuses.</summary>
    public IReadOnlyList<string> Loaded => _loaded;

    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Those of extractor and steps in their order, then those of the target.</summary>
    public IEnumerable<ExpectedReject> Rejects => _rejects.OrderBy(reject => reject.Stage == RejectStage.Load);

    public long Filtered { get; private set; }

    public long Expanded { get; private set; }

    public static Expectation Of(Scenario scenario, Source source) => new(scenario, source);

    private void Extract(int index)
    {
        if (_source.IsRejectedAt(index))
        {
            Reject(index, RejectStage.Extract, SourceExtractor.Reason);
            return;
        }

        var rowsOfOne = 1;
        Transform(_source.RowAt(index), index, step: 0, ref rowsOfOne);
    }

    /// <param name="row">The row as it comes to the step.</param>
    /// <param name="index">The row of the source of which it was made.</param>
    /// <param name="step">The step; behind the last one is the target.</param>
    /// <param name="rowsOfOne">How many rows were made of that one, since it was extracted or has left an asynchronous step.</param>
    private void Transform(string row, int index, int step, ref int rowsOfOne)
    {
        if (step == _scenario.Steps.Length)
        {
            Load(row, index);
            return;
        }

        var next = _scenario.Steps[step];
        if (next.IsMany)
        {
            Expand(row, index, step, ref rowsOfOne);
            return;
        }

        switch (next.FateOf(row))
        {
            case Fate.Throw:
                Reject(index, RejectStage.Transform, "transformer threw FormatException");
                break;
            case Fate.Reject:
                Reject(index, RejectStage.Transform, next.Reason);
                break;
            case Fate.Filter:
                Filtered++;
                break;
            default:
                var made = next.Make(row, new RowContext(_source.Name, index + 1, _source.LineNumberAt(index)));
                if (next.IsAsync)
                {
                    var rowsOfThisOne = 1;
                    Transform(made, index, step + 1, ref rowsOfThisOne);
                }
                else
                {
                    Transform(made, index, step + 1, ref rowsOfOne);
                }

                break;
        }
    }

    private void Expand(string row, int index, int step, ref int rowsOfOne)
    {
        var (many, limit) = (_scenario.Steps[step], _scenario.Settings.MaxExpansion);
        var copies = many.CopiesOf(row);
        if (copies > 0 && rowsOfOne + copies - 1 > limit)
        {
            Reject(index, RejectStage.Transform, FormattableString.Invariant($"the row expands to more than {limit} rows (MaxExpansion)"));
        }
        else if (many.FateOf(row) == Fate.Throw)
        {
            Reject(index, RejectStage.Transform, "transformer threw FormatException");
        }
        else if (copies == 0)
        {
            Filtered++;
        }
        else
        {
            Expanded += copies - 1;
            rowsOfOne += copies - 1;
            for (var copy = 0; copy < copies; copy++)
            {
                Transform(Step.MakeCopy(row, copy), index, step + 1, ref rowsOfOne);
            }
        }
    }

    private void Load(string row, int index)
    {
        if (_scenario.Refusals.Refuses(row))
        {
            _refused.Add(row);
            Reject(index, RejectStage.Load, Refusals.Reason);
        }
        else
        {
            _loaded.Add(row);
        }
    }

    private void Reject(int index, RejectStage stage, string reason) =>
        _rejects.Add(new ExpectedReject(_source.Name, index + 1, _source.LineNumberAt(index), stage, reason, stage == RejectStage.Load ? null : _source.RawTextAt(index)));
}

/// <summary>A reject as the reject file must hold it, once.</summary>
internal readonly record struct ExpectedReject(string Source, long Row, long Line, RejectStage Stage, string Reason, string? RawText);
