using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EtlKit;

/// <summary>Writes rejects of a run, a line of JSON each. Used by the writer only.</summary>
internal sealed class RejectJsonWriter : IDisposable
{
    /// <summary>Reasons that are kept encoded, and how long they may be: those that quote values must not make them grow without bound.</summary>
    private const int MaxReasons = 100;

    private const int MaxReasonLength = 200;

    // The file is data, not a web page: only what JSON itself demands is escaped.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    // Encoded once: looking for what must be escaped would cost as much as writing it.
    private static readonly JsonEncodedText RunName = Encode("run");
    private static readonly JsonEncodedText SourceName = Encode("source");
    private static readonly JsonEncodedText RowName = Encode("row");
    private static readonly JsonEncodedText LineName = Encode("line");
    private static readonly JsonEncodedText BranchName = Encode("branch");
    private static readonly JsonEncodedText RawName = Encode("raw");
    private static readonly JsonEncodedText ValueName = Encode("value");
    private static readonly JsonEncodedText LetterName = Encode("letter");
    private static readonly JsonEncodedText OutcomeName = Encode("outcome");
    private static readonly JsonEncodedText StageName = Encode("stage");
    private static readonly JsonEncodedText ReasonName = Encode("reason");
    private static readonly JsonEncodedText CodeName = Encode("code");
    private static readonly JsonEncodedText ExtractStage = Encode(RejectStageNames.Of(RejectStage.Extract));
    private static readonly JsonEncodedText TransformStage = Encode(RejectStageNames.Of(RejectStage.Transform));
    private static readonly JsonEncodedText LoadStage = Encode(RejectStageNames.Of(RejectStage.Load));

    private readonly IBufferWriter<byte> _output;
    private readonly Utf8JsonWriter _json;
    private readonly JsonEncodedText _runId;

    private readonly Dictionary<string, JsonEncodedText> _reasons = new(StringComparer.Ordinal);

    // The source of the reject before, which is mostly that of the next.
    private string? _source;
    private JsonEncodedText _encodedSource;

    /// <param name="output">Takes the lines.</param>
    /// <param name="runId">The run.</param>
    public RejectJsonWriter(IBufferWriter<byte> output, string runId)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });
        _runId = Encode(runId);
    }

    public void Write(in RejectEntry reject)
    {
        _json.WriteStartObject();
        _json.WriteString(RunName, _runId);
        WriteSource(reject.Source);
        _json.WriteNumber(RowName, reject.RowNumber);
        if (reject.LineNumber > 0)
        {
            _json.WriteNumber(LineName, reject.LineNumber);
        }

        if (reject.Branch is { } branch)
        {
            _json.WriteString(BranchName, branch);
        }

        WriteWhy(reject.Stage, reject.Reason, reject.Code);
        _json.WriteString(RawName, reject.RawText);
        if (reject.Row is { } row)
        {
            _json.WritePropertyName(ValueName);
            _json.WriteRawValue(row, skipInputValidation: true);
        }

        EndLine();
    }

    /// <summary>Writes what became of a dead letter that was replayed.</summary>
    public void WriteMark(ReplayedReject letter)
    {
        _json.WriteStartObject();
        _json.WriteString(RunName, _runId);
        _json.WriteNumber(LetterName, letter.Id);
        _json.WriteString(OutcomeName, letter.Reject is null ? "replayed" : "still bad");
        if (letter.Reject is { } reject)
        {
            WriteWhy(reject.Stage, reject.Reason, reject.Code);
        }

        EndLine();
    }

    /// <summary>Forgets a line that was begun.</summary>
    public void Reset() => _json.Reset();

    public void Dispose() => _json.Dispose();

    // By way of bytes, so that half a surrogate pair becomes a replacement character, as in what isn't kept; a string with one is refused.
    private static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text), Encoder);

    private void WriteWhy(RejectStage stage, string reason, string? code)
    {
        _json.WriteString(StageName, stage switch { RejectStage.Extract => ExtractStage, RejectStage.Transform => TransformStage, _ => LoadStage });
        WriteReason(reason);
        if (code is not null)
        {
            _json.WriteString(CodeName, code);
        }
    }

    private void WriteSource(string source)
    {
        if (!ReferenceEquals(source, _source))
        {
            _encodedSource = Encode(source);
            _source = source;
        }

        _json.WriteString(SourceName, _encodedSource);
    }

    private void WriteReason(string reason)
    {
        if (_reasons.TryGetValue(reason, out var encoded))
        {
            _json.WriteString(ReasonName, encoded);
        }
        else if (_reasons.Count < MaxReasons && reason.Length <= MaxReasonLength)
        {
            encoded = Encode(reason);
            _reasons.Add(reason, encoded);
            _json.WriteString(ReasonName, encoded);
        }
        else
        {
            _json.WriteString(ReasonName, reason);
        }
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _output.Write("\n"u8);
    }
}
