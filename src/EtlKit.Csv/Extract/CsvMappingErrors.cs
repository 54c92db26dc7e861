using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Tells what an exception of a user's mapping means: a bad record, or a column that the whole source lacks.</summary>
internal sealed class CsvMappingErrors(CsvReader reader, string sourceName)
{
    private readonly Dictionary<Type, string> _reasons = [];

    public Rejection Reject(Exception exception)
    {
        ThrowIfColumnMissing(exception);

        // The type and not the message: messages often hold values, and rejects are counted by reason.
        if (!_reasons.TryGetValue(exception.GetType(), out var reason))
        {
            reason = $"mapping threw {exception.GetType().Name}";
            _reasons.Add(exception.GetType(), reason);
        }

        return new Rejection(reason) { Exception = exception };
    }

    /// <summary>Fails the source when an exception says that its header lacks a column.</summary>
    public void ThrowIfColumnMissing(Exception? exception)
    {
        if (exception is KeyNotFoundException missing && IsMissingColumn(missing))
        {
            throw CsvErrors.MissingColumn(sourceName, missing.Message, reader.Headers, missing);
        }
    }

    // CsvHelper has no exception type of its own for a name that the header lacks, so the message it has for one is asked from it:
    // a mapping's own dictionary that lacks a key is a bad record and must not fail the source.
    private bool IsMissingColumn(KeyNotFoundException exception)
    {
        const string Probe = "\u0001column\u0001";
        try
        {
            _ = reader.GetFieldIndex(Probe);
            return false;
        }
        catch (KeyNotFoundException probe)
        {
            var at = probe.Message.IndexOf(Probe, StringComparison.Ordinal);
            return at >= 0
                ? exception.Message.StartsWith(probe.Message[..at], StringComparison.Ordinal)
                  && exception.Message.EndsWith(probe.Message[(at + Probe.Length)..], StringComparison.Ordinal)
                : exception.Message == probe.Message;
        }
    }
}
