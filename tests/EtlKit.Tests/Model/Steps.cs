namespace EtlKit.Tests.Model;

/// <summary>Makes steps of pipelines of the steps of scenarios.</summary>
internal static class Steps
{
    public static PipelineBuilder<string> Add(this PipelineBuilder<string> builder, Step step, Tally tally) => step.Kind switch
    {
        StepKind.Map => builder.Transform(row => step.FateOf(row) == Fate.Throw ? throw new FormatException() : step.Make(row, default)),
        StepKind.MapWithContext => builder.Transform(
            (row, context) => step.FateOf(row) == Fate.Throw ? throw new FormatException() : step.Make(row, context)),
        StepKind.Result => builder.Transform<string>(row => Decide(step, row, default)),
        StepKind.ResultWithContext => builder.Transform<string>((row, context) => Decide(step, row, context)),
        StepKind.Transformer => builder.Transform(new Transformer(step)),
        StepKind.TransformerPerSource => builder.Transform(() => new Transformer(step)),
        StepKind.Where => builder.Where(row => step.FateOf(row) switch
        {
            Fate.Throw => throw new FormatException(),
            var fate => fate == Fate.Keep,
        }),
        StepKind.Many => builder.TransformMany(row => Expand(step, row)),
        StepKind.ManyWithContext => builder.TransformMany((row, _) => Expand(step, row)),
        StepKind.Async => builder.TransformAsync(
            async (string row, CancellationToken _) =>
            {
                await WaitAsync(step, row, tally);
                return step.FateOf(row) == Fate.Throw ? throw new FormatException() : step.Make(row, default);
            },
            step.Concurrency),
        StepKind.AsyncResult => builder.TransformAsync<string>(
            (row, _) => step.TurnsOf(row) == 0 ? new(Decide(step, row, default)) : DecideLaterAsync(step, row, default, tally), step.Concurrency),
        StepKind.AsyncWithContext => builder.TransformAsync<string>(
            (row, context, _) => DecideLaterAsync(step, row, context, tally), step.Concurrency),
        _ => throw new NotSupportedException($"{step.Kind}"),
    };

    private static TransformResult<string> Decide(Step step, string row, RowContext context) => step.FateOf(row) switch
    {
        Fate.Throw => throw new FormatException(),
        Fate.Reject => TransformResult.Reject(step.Reason),
        Fate.Filter => TransformResult.Filter,
        _ => step.Make(row, context),
    };

    private static async ValueTask<TransformResult<string>> DecideLaterAsync(Step step, string row, RowContext context, Tally tally)
    {
        await WaitAsync(step, row, tally);
        return Decide(step, row, context);
    }

    /// <summary>Rows that wait for fewer turns overtake those that wait for more.</summary>
    private static async Task WaitAsync(Step step, string row, Tally tally)
    {
        var arrival = tally.Arrive();
        for (var turn = step.TurnsOf(row); turn > 0; turn--)
        {
            await Task.Yield();
        }

        tally.Leave($"{step} {row.Split(':')[0]}", arrival);
    }

    private static IEnumerable<string> Expand(Step step, string row)
    {
        for (var copy = 0; copy < step.CopiesOf(row); copy++)
        {
            yield return Step.MakeCopy(row, copy);
        }

        if (step.FateOf(row) == Fate.Throw)
        {
            throw new FormatException();
        }
    }

    private sealed class Transformer(Step step) : ITransformer<string, string>
    {
        public TransformResult<string> Transform(string row, RowContext context) => Decide(step, row, context);
    }
}
