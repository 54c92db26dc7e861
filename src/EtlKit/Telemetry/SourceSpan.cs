namespace EtlKit;

/// <summary>The span of a source, which ends when it is disposed: with what has become of the source by then.</summary>
internal sealed class SourceSpan(Span span, SourceRun source) : IDisposable
{
    public void Dispose()
    {
        span.SetTag(TagNames.SourceStatus, TagNames.Of(source.Status));
        span.SetTag("etlkit.rows.extracted", source.Extracted);
        span.SetTag("etlkit.rows.expanded", source.Expanded);
        if (source.Failure is { } failure)
        {
            span.Fail("the source failed", failure);
        }

        span.Dispose();
    }
}
