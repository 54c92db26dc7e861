using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>How a checkpoint becomes the columns of its table, and a checkpoint again.</summary>
internal static class CheckpointColumns
{
    public const string Names = "source, rows, lines, bytes, outcomes, finished, rejected, length, modified, head, tail";

    /// <summary>Binds the columns of <see cref="Names"/>.</summary>
    public static void Bind(ParameterBinder parameters, int index, SourceCheckpoint checkpoint)
    {
        StateText.Bind(parameters, index++, checkpoint.Source);
        parameters.BindInteger(index++, checkpoint.Position.Rows);
        parameters.BindInteger(index++, checkpoint.Position.Lines);
        parameters.BindInteger(index++, checkpoint.Position.Bytes);
        parameters.BindInteger(index++, checkpoint.Outcomes);
        parameters.BindInteger(index++, checkpoint.IsFinished ? 1 : 0);
        parameters.BindInteger(index++, checkpoint.Rejected);
        if (checkpoint.Fingerprint is { } fingerprint)
        {
            parameters.BindInteger(index++, fingerprint.Length);
            StateText.Bind(parameters, index++, fingerprint.ModifiedAt?.ToString("O", CultureInfo.InvariantCulture));
            StateText.Bind(parameters, index++, fingerprint.Head);
            StateText.Bind(parameters, index, fingerprint.Tail);
        }
        else
        {
            for (var end = index + 4; index < end; index++)
            {
                parameters.BindNull(index);
            }
        }
    }

    /// <summary>Reads the columns of <see cref="Names"/>.</summary>
    public static SourceCheckpoint Read(Statement statement) => new(
        statement.ReadText(0)!,
        new SourcePosition(statement.ReadInteger(1), statement.ReadInteger(2), statement.ReadInteger(3)),
        (int)statement.ReadInteger(4),
        statement.ReadInteger(5) != 0,
        statement.ReadInteger(6),
        statement.IsNull(7) ? null : ReadFingerprint(statement));

    private static SourceFingerprint ReadFingerprint(Statement statement) => new(
        statement.ReadInteger(7),
        statement.ReadText(8) is { } modified ? DateTimeOffset.ParseExact(modified, "O", CultureInfo.InvariantCulture) : null,
        statement.ReadText(9)!,
        statement.ReadText(10)!);
}
