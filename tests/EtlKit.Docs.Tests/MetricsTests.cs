using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace EtlKit.Docs.Tests;

/// <summary>The page on metrics lists the instruments that there are.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public void Table_OfInstruments_HasEveryOneWithItsTypeAndUnit()
    {
        using var meters = new Meters();
        var instruments = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == meters)
                {
                    instruments.Add($"{instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit}");
                }
            },
        };
        listener.Start();
        _ = new PipelineBuilder("documented") { MeterFactory = meters }
            .Extract(Extractor.From("a", [1]))
            .Load(Loader.From<int>("nothing", (_, _) => default(ValueTask)))
            .Build();

        var documented = Row().Matches(Repository.Read("docs/metrics.md")).Select(row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}");

        instruments.Should().HaveCountGreaterThan(15);
        documented.Should().BeEquivalentTo(instruments);
    }

    [GeneratedRegex(@"^\| `(etlkit\.[a-z_.]+)` \| (\w+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            _meters.Add(new Meter(options));
            return _meters[^1];
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }
}
