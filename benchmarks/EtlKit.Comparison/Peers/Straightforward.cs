using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using CsvHelper;

namespace EtlKit.Comparison;

/// <summary>
/// The program that most would write: records of CsvHelper, a channel of single rows, a command with parameters for each row, a transaction for each batch.
/// </summary>
internal static class Straightforward
{
    private const int BatchSize = PipelineDefaults.BatchSize;

    public static Task LoadFilesAsync(RunContext context, int producers) => context.MeasureAsync(() => LoadAsync(context.Files.Input, context.Database, producers));

    /// <summary>Measures how long it takes until the first row has come to the writer, which has opened the database.</summary>
    public static async Task MeasureFirstRowAsync(RunContext context)
    {
        TimeSpan? first = null;
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await LoadAsync(context.Files.Input, context.Database, producers: 1, () => first ??= clock.Elapsed);
        context.Take(new(1, first!.Value.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, ProcessMemory.PeakOfThisProcess()));
    }

    private static async Task<long> LoadAsync(string directory, string database, int producers, Action? atFirstRow = null)
    {
        var channel = Channel.CreateBounded<Event>(
            new BoundedChannelOptions(PipelineDefaults.ChannelCapacity) { SingleReader = true, SingleWriter = producers == 1 });
        var files = new ConcurrentQueue<string>(EventFiles.In(directory));
        var producing = Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(() => ProduceAsync(files, channel.Writer))));
        var completing = producing.ContinueWith(
            done => channel.Writer.Complete(done.Exception), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        var rows = await WriteAsync(database, channel.Reader, atFirstRow);
        await completing;
        return rows;
    }

    private static async Task ProduceAsync(ConcurrentQueue<string> files, ChannelWriter<Event> rows)
    {
        while (files.TryDequeue(out var path))
        {
            var source = Path.GetFileName(path);
            using var reader = CsvReader.Create(EventFiles.Open(path));
            foreach (var record in reader.GetRecords<TextRecord>())
            {
                if (DateTime.TryParse(record.Timestamp, CultureInfo.InvariantCulture, out var timestamp)
                    && double.TryParse(record.Value, CultureInfo.InvariantCulture, out var value))
                {
                    await rows.WriteAsync(new Event(record.Id.Trim(), timestamp.ToString("s", CultureInfo.InvariantCulture), value, source));
                }
            }
        }
    }

    private static async Task<long> WriteAsync(string database, ChannelReader<Event> rows, Action? atFirstRow)
    {
        using var writer = new CommandEventWriter(database, upsert: true);
        var batch = new List<Event>(BatchSize);
        long count = 0;
        await foreach (var row in rows.ReadAllAsync())
        {
            batch.Add(row);
            if (count++ == 0)
            {
                atFirstRow?.Invoke();
            }

            if (batch.Count == BatchSize)
            {
                writer.Write(CollectionsMarshal.AsSpan(batch));
                batch.Clear();
            }
        }

        writer.Write(CollectionsMarshal.AsSpan(batch));
        return count;
    }
}
