using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Encodes batches to memory. The memory is used again for the next batch.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A memory stream holds nothing that must be disposed.")]
internal sealed class CsvBatchEncoder<TRow>(CsvRowWriter<TRow> rows, CsvWriterOptions options, bool compressed)
{
    // GZipStream makes nothing of nothing, and that is no gzip.
    private static readonly byte[] EmptyMember = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly CsvWriterOptions _later = options with { WriteByteOrderMark = false };
    private readonly MemoryStream _text = new();
    private readonly MemoryStream _gzip = new();

    /// <summary>Encodes what stands before the rows: the byte order mark and the header, if there are to be any.</summary>
    public ReadOnlyMemory<byte> EncodeStart(bool hasHeader)
    {
        _text.SetLength(0);
        using (var writer = CsvWriter.Create(_text, options, leaveOpen: true))
        {
            if (hasHeader)
            {
                rows.WriteHeader(writer);
                writer.EndRecord();
            }
        }

        if (!options.WriteByteOrderMark)
        {
            KeepMarkOfText();
        }

        return Compress();
    }

    /// <summary>Encodes a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="isAtStart">Whether the file holds no text yet.</param>
    /// <exception cref="CsvRowException">A row can't be written.</exception>
    public ReadOnlyMemory<byte> Encode(RowBatch<TRow> batch, bool isAtStart)
    {
        _text.SetLength(0);
        using (var writer = CsvWriter.Create(_text, _later, leaveOpen: true))
        {
            var span = batch.Rows;
            for (var i = 0; i < span.Length; i++)
            {
                try
                {
                    rows.Write(writer, span[i]);
                    writer.EndRecord();
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    throw new CsvRowException(
                        $"Row {i + 1} of batch {batch.Number} can't be written as CSV: getting or formatting its fields threw "
                        + $"{exception.GetType().Name}. Mend the row or the column, or reject the row in a transformer.",
                        exception);
                }
            }
        }

        if (isAtStart)
        {
            KeepMarkOfText();
        }

        return Compress();
    }

    /// <summary>Puts a byte order mark before a text that begins with one of its own: readers take off the first.</summary>
    private void KeepMarkOfText()
    {
        if (_text.GetBuffer().AsSpan(0, (int)_text.Length).StartsWith(CsvText.Utf8Mark))
        {
            var text = _text.ToArray();
            _text.SetLength(0);
            _text.Write(CsvText.Utf8Mark);
            _text.Write(text);
        }
    }

    private ReadOnlyMemory<byte> Compress()
    {
        var text = _text.GetBuffer().AsMemory(0, (int)_text.Length);
        if (!compressed)
        {
            return text;
        }

        if (text.IsEmpty)
        {
            return EmptyMember;
        }

        _gzip.SetLength(0);
        using (var gzip = new GZipStream(_gzip, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(text.Span);
        }

        return _gzip.GetBuffer().AsMemory(0, (int)_gzip.Length);
    }
}
