using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LogGuard.Tests.Support;

/// <summary>What a meter listener sees of one detector of the process.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _values = new();
    private readonly ConcurrentDictionary<string, string?> _units = new();
    private readonly string _detector;

    public Measurements(string detector)
    {
        _detector = detector;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "LogGuard")
            {
                _units[instrument.Name] = instrument.Unit;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Units by instrument.</summary>
    public IReadOnlyDictionary<string, string?> Units => _units;

    /// <summary>The values now, by instrument and tags in braces; of a histogram the number of values so far.</summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        foreach (var name in _values.Keys.Where(name => !name.Contains("duration")))
        {
            _values.TryRemove(name, out _);
        }

        _listener.RecordObservableInstruments();
        return _values;
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var others = tags.ToArray().Where(tag => tag.Key != "logguard.detector.name").Select(tag => $"{tag.Key}={tag.Value}").ToArray();
        if (tags.ToArray().Any(tag => tag is { Key: "logguard.detector.name", Value: string name } && name == _detector))
        {
            var key = others.Length == 0 ? instrument.Name : $"{instrument.Name}{{{string.Join(",", others)}}}";
            _values.AddOrUpdate(key, instrument is Histogram<double> ? 1 : value, (_, before) => instrument is Histogram<double> ? before + 1 : value);
        }
    }
}
