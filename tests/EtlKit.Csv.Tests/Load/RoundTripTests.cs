using EtlKit.Properties;

namespace EtlKit.Csv.Tests;

/// <summary>What the loader writes, the extractor reads back.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task LoadAsync_AnyTable_IsReadBackEqualAndResumedAtEveryPosition()
    {
        var (rows, seeks, skips) = (0, 0, 0);
        await Table.All.HoldsAsync(300, async table =>
        {
            var format = table.Format;
            var path = _directory.File($"{Guid.NewGuid()}.csv{(format.IsCompressed ? ".gz" : "")}");
            await WriteAsync(path, table);
            var extractor = CsvExtractor.FromFile(
                path, row => row.ToArray(), new CsvExtractorOptions { Delimiter = format.Delimiter, HasHeader = format.HasHeader, BufferSize = 256 });

            var items = await ReadAsync(extractor, SourcePosition.Start);

            items.Select(item => item.Row).Should().BeEquivalentTo(table.Rows, options => options.WithStrictOrdering());
            for (var i = 0; i < items.Count; i++)
            {
                var rest = await ReadAsync(extractor, items[i].Position);
                rest.Should().BeEquivalentTo(items[(i + 1)..], options => options.WithStrictOrdering(), "row {0} is the last that was read", i);
                _ = items[i].Position.Bytes == SourcePosition.UnknownBytes ? skips++ : seeks++;
            }

            rows += items.Count;
            File.Delete(path);
        });

        new[] { rows, seeks, skips }.Should().NotContain(0);
    }

    private static async Task WriteAsync(string path, Table table)
    {
        var format = table.Format;
        var loader = CsvLoader.ToFile<string[]>(
            path,
            columns =>
            {
                for (var i = 0; i < table.Columns.Length; i++)
                {
                    var index = i;
                    columns.Add($"{table.Columns[i]}{i}", row => row[index]);
                }
            },
            new CsvLoaderOptions
            {
                Delimiter = format.Delimiter,
                NewLine = format.NewLine,
                HasHeader = format.HasHeader,
                WriteByteOrderMark = format.HasMark,
                ConfigureWriter = writer => writer with { Quoting = format.Quoting },
            });
        await using var session = await loader.OpenAsync(new LoadContext(), CancellationToken.None);
        foreach (var batch in table.Rows.Chunk(format.BatchSize))
        {
            _ = await session.LoadAsync(new RowBatch<string[]>(batch), CancellationToken.None);
        }

        await session.CompleteAsync(CancellationToken.None);
    }

    private static async Task<List<(string[] Row, long Line, SourcePosition Position)>> ReadAsync(IResumableExtractor<string[]> extractor, SourcePosition start)
    {
        var items = new List<(string[], long, SourcePosition)>();
        await foreach (var item in extractor.ExtractFromAsync(start, CancellationToken.None))
        {
            items.Add((item.Row, item.LineNumber, item.Position));
        }

        return items;
    }
}
