using System.Diagnostics.Metrics;

namespace EtlKit.Tests;

/// <summary>A meter of a test's own, and all that was measured with it.</summary>
internal sealed class Listened : IMeterFactory
{
    private readonly Lock _lock = new();
    private readonly List<Measured> _measured = [];
    private readonly List<Measured> _forgotten = [];
    private readonly List<Instrument> _instruments = [];
    private readonly MeterListener _listener = new();
    private Meter? _meter;

    /// <param name="listens">Whether to listen at once; see <see cref="Start"/>.</param>
    public Listened(bool listens = true)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
            {
                lock (_lock)
                {
                    _instruments.Add(instrument);
                }

                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        if (listens)
        {
            Start();
        }
    }

    /// <summary>Called with each measurement before it is kept.</summary>
    public Action<Instrument>? OnMeasured { get; init; }

    public IReadOnlyList<Instrument> Instruments
    {
        get
        {
            lock (_lock)
            {
                return [.. _instruments];
            }
        }
    }

    public IReadOnlyList<Measured> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _measured];
            }
        }
    }

    public void Start() => _listener.Start();

    public void Observe() => _listener.RecordObservableInstruments();

    public Measured[] Of(string instrument) => [.. All.Where(measured => measured.Instrument == instrument)];

    public double SumOf(string instrument) => Of(instrument).Sum(measured => measured.Value);

    public Dictionary<string, double> SumsOf(string instrument, string tag) =>
        Of(instrument).GroupBy(measured => measured.Tags.GetValueOrDefault(tag, "")!.ToString()!).ToDictionary(group => group.Key, group => group.Sum(measured => measured.Value));

    /// <summary>Forgets the measurements of other pipelines, once what they have been tagged with was seen.</summary>
    public void Forget(params string[] pipelines)
    {
        lock (_lock)
        {
            foreach (var measured in _measured.Where(measured => pipelines.Contains(measured.Tags["etlkit.pipeline.name"])).ToList())
            {
                _measured.Remove(measured);
                _forgotten.Add(measured);
            }
        }
    }

    /// <summary>The names of the tags that an instrument has ever had.</summary>
    public IEnumerable<string> TagsOf(string instrument) =>
        All.Concat(_forgotten).Where(measured => measured.Instrument == instrument).SelectMany(measured => measured.Tags.Keys).Distinct().Order(StringComparer.Ordinal);

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        return _meter ??= new Meter(options);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter?.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        OnMeasured?.Invoke(instrument);
        var measured = new Measured(instrument.Name, value, new Dictionary<string, object?>(tags.ToArray()));
        lock (_lock)
        {
            _measured.Add(measured);
        }
    }

    public sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
