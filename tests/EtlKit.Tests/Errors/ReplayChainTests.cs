using System.Globalization;
using System.Text.Json.Serialization;

namespace EtlKit.Tests;

/// <summary>Whatever steps a row goes through, and wherever parts of it are rejected: once all is mended, replays have loaded what a run without faults loads.</summary>
public sealed partial class ReplayChainTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_RandomStepsMendedBitByBit_LoadsEachPartOnce(string store)
    {
        var (replays, kills, parts) = (0, 0, 0);
        for (var seed = 1; seed <= 150; seed++)
        {
            var chain = new Chain(store, System.IO.Path.Combine(_directory.FullName, $"{store}{seed}.jsonl"), seed);
            var (replayed, killed, rejected) = await chain.RunAsync(Token);
            (replays, kills, parts) = (replays + replayed, kills + killed, parts + rejected);
            chain.Loaded.Should().Equal(chain.Expected, $"{store}, seed {seed}: {chain}");
        }

        replays.Should().BeGreaterThan(300, "otherwise little was mended");
        kills.Should().BeGreaterThan(50, "otherwise nothing was tried");
        parts.Should().BeGreaterThan(1000, "otherwise little was rejected");
    }

    private sealed class Chain
    {
        private readonly Random _random;
        private readonly string _store;
        private readonly string _path;
        private readonly List<(string Kind, int Salt, int Width)> _steps = [];
        private readonly TextSource _source;
        private readonly Ledgered<string> _target;

        // What is bad is mended when the generation is high enough.
        private int _generation;

        public Chain(string store, string path, int seed)
        {
            (_store, _path, _random) = (store, path, new Random(seed));
            for (var steps = _random.Next(1, 7); steps > 0; steps--)
            {
                string[] kinds = ["many", "many", "where", "reject", "async", "manyReject"];
                _steps.Add((kinds[_random.Next(kinds.Length)], _random.Next(), _random.Next(1, 4)));
            }

            _source = new TextSource("a", Enumerable.Range(0, 12).Select(i => (_random.Next(4) == 0 ? "!r" : "r") + i.ToString(CultureInfo.InvariantCulture)));
            var salt = _random.Next();
            _target = new Ledgered<string> { Refuse = (row, _) => IsBad(row, salt) ? "refused" : null };
        }

        public IEnumerable<string> Loaded => _target.Rows.Order(StringComparer.Ordinal);

        public IEnumerable<string> Expected => _steps
            .Aggregate(_source.Lines.AsEnumerable(), (rows, step) => step.Kind switch
            {
                "many" or "manyReject" => rows.SelectMany(row => Expand(row, step.Salt, step.Width)),
                "where" => rows.Where(row => Hash(row, step.Salt) % 4 != 0),
                _ => rows,
            })
            .Order(StringComparer.Ordinal);

        public override string ToString() => string.Join(' ', _steps.Select(step => $"{step.Kind}/{step.Width}"));

        public async Task<(int Replays, int Kills, int Rejected)> RunAsync(CancellationToken cancellationToken)
        {
            var rejected = (int)(await Build().RunAsync(cancellationToken).OrHangs()).Rows.Rejected;
            var (replays, kills) = (0, 0);
            for (_generation = 1; _generation <= 3; _generation++)
            {
                _source.AcceptsAll = _generation >= 2;
                while (true)
                {
                    var left = _random.Next(3) == 0 ? _random.Next(1, 15) : int.MaxValue;
                    _target.OnStep = _ => --left < 0 ? new KilledException() : null;
                    try
                    {
                        rejected += (int)(await Build().ReplayAsync(cancellationToken: cancellationToken).OrHangs()).Rows.Rejected;
                        replays++;
                        break;
                    }
                    catch (PipelineException killed) when (killed.InnerException is KilledException)
                    {
                        kills++;
                    }
                }
            }

            return (replays, kills, rejected);
        }

        private static IEnumerable<string> Expand(string row, int salt, int width) =>
            Enumerable.Range(0, Hash(row, salt) % (width + 1)).Select(i => $"{row}.{i}");

        private static int Hash(string row, int salt) => (int)(row.Aggregate((uint)salt, (hash, c) => (hash * 31) + c) % 1009);

        private bool IsBad(string row, int salt) => Hash(row, salt) % 5 == 0 && _generation < 1 + (Hash(row, salt + 1) % 3);

        private Pipeline Build()
        {
            var builder = new PipelineBuilder("p").Extract(_source);
            foreach (var (kind, salt, width) in _steps)
            {
                builder = kind switch
                {
                    "many" => builder.TransformMany(row => Expand(row, salt, width)),
                    "manyReject" => builder.TransformMany(row => IsBad(row, salt) ? throw new InvalidOperationException() : Expand(row, salt, width)),
                    "where" => builder.Where(row => Hash(row, salt) % 4 != 0),
                    "reject" => builder.Transform<string>(row => IsBad(row, salt) ? TransformResult.Reject("bad") : row),
                    _ => builder.TransformAsync<string>(
                        async (row, _) =>
                        {
                            if (Hash(row, salt) % 2 == 0)
                            {
                                await Task.Yield();
                            }

                            return IsBad(row, salt) ? TransformResult.Reject("bad") : row;
                        },
                        width),
                };
            }

            var loaded = builder.Load(_target).Configure(o => (o.BatchSize, o.ChannelCapacity, o.Producers) = (_random.Next(1, 20), _random.Next(1, 40), 1));
            return (_store == "file" ? loaded.WriteRejectsTo(_path, Rows.Default.String) : loaded.WriteRejectsToTarget(Rows.Default.String)).WithCheckpoints().Build();
        }
    }

    [JsonSerializable(typeof(string))]
    private sealed partial class Rows : JsonSerializerContext;

    private sealed class KilledException : Exception;
}
