using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace LogGuard.Diagnostics;

/// <summary>
/// The meter <c>LogGuard</c> of all detectors in this process, with OpenTelemetry's naming and units. The counters are
/// observable: they are read from the detector when a listener collects. Event processing only records one histogram, once per
/// batch.
/// </summary>
/// <remarks>All detectors share one meter and differ by a tag, because exporters treat a second meter of the same name as an error.</remarks>
internal sealed class DetectorMeter : IDisposable
{
    public const string MeterName = "LogGuard";
    public const string DetectorTag = "logguard.detector.name";
    public const string ReasonTag = "logguard.drop.reason";
    public const string KindTag = "logguard.anomaly.kind";
    public const string QuestionTag = "logguard.question.name";
    public const string StateTag = "logguard.training.state";

    private static readonly Lock Gate = new();
    private static readonly Meter Meter = new Meter(MeterName, typeof(DetectorMeter).Assembly.GetName().Version?.ToString(3)).DisposedOnUnload();

    // A batch of 512 events takes the reader 0.2 ms. A batch with new windows for the network takes up to a second.
    private static readonly Histogram<double> ScoringDuration = Meter.CreateHistogram(
        "logguard.scoring.duration", "s", "Time that the detector's thread took for a batch of events.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5] });

    private static ImmutableArray<DetectorMeter> _all = [];

    private readonly IMetricsSource _detector;
    private readonly KeyValuePair<string, object?> _tag;

    static DetectorMeter()
    {
        Count("logguard.events.received", "{event}", "Events that the application logged.", static counters => counters.Received);
        Count("logguard.events.scored", "{event}", "Events that were judged.", static counters => counters.Scored);
        Count("logguard.events.failed", "{event}", "Events that could not be worked off because of an error.", static counters => counters.Failed);
        Count("logguard.events.unknown_keys", "{event}", "Events whose template found no room in the vocabulary.", static counters => counters.UnknownKeys);
        Meter.CreateObservableCounter("logguard.events.dropped", Drops, "{event}", "Events that were not taken.");
        Meter.CreateObservableCounter("logguard.anomalies", Anomalies, "{anomaly}", "Anomalies raised.");
        Count("logguard.anomalies.dropped", "{anomaly}", "Anomalies whose receivers were too slow.", static counters => counters.AnomaliesDropped);
        Count("logguard.sessions.closed", "{session}", "Sessions that have ended.", static counters => counters.SessionsClosed);
        Level("logguard.sessions.open", "{session}", "Sessions open now.", static counters => counters.OpenSessions);
        Level("logguard.queue.length", "{event}", "Events that wait to be worked off.", static counters => counters.QueueLength);
        Level("logguard.keys", "{template}", "Message templates that have a key.", static counters => counters.KeyCount);
        Meter.CreateObservableGauge(
            "logguard.lag", static () => All<double>(static meter => [meter.Of(meter._detector.Counters.Lag.TotalSeconds)]), "s",
            "How far the events that are being worked on lie behind the clock, by their own timestamps; 0 where none waits.");
        Meter.CreateObservableCounter(
            "logguard.question.judged", static () => Questions(static cost => cost.Judged), "{event}",
            "Events and session ends that a question of the model in use judged.");
        Meter.CreateObservableCounter(
            "logguard.question.raised", static () => Questions(static cost => cost.Raised), "{anomaly}",
            "Verdicts that a question of the model in use raised.");
        Meter.CreateObservableCounter(
            "logguard.question.duration", static () => Questions(static cost => cost.Time.TotalSeconds), "s",
            "Time that a question of the model in use took to judge events, estimated from one event in 1,024.");
        Meter.CreateObservableUpDownCounter(
            StateTag, States, "{detector}", "1 for the state that the detector is in, 0 for the others.");
        Meter.CreateObservableGauge(
            "logguard.training.progress", static () => All<double>(static meter => [meter.Of(meter._detector.TrainingProgress)]), "1",
            "The share of a training that is done.");
        Meter.CreateObservableGauge(
            "logguard.model.age", static () => All<double>(static meter => meter._detector.ModelAge is { } age ? [meter.Of(age.TotalSeconds)] : []), "s",
            "Time since the model was trained; none until there is one.");
    }

    /// <summary>Publishes the measurements of a detector until disposal.</summary>
    /// <param name="name">The name of the detector. A number is appended if another detector has the same name.</param>
    /// <param name="detector">The detector that is measured.</param>
    public DetectorMeter(string name, IMetricsSource detector)
    {
        _detector = detector;
        lock (Gate)
        {
            var names = _all.Select(meter => meter.Name).ToHashSet();
            Name = name;
            for (var number = 2; names.Contains(Name); number++)
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
            }

            _tag = new KeyValuePair<string, object?>(DetectorTag, Name);
            _all = _all.Add(this);
        }
    }

    /// <summary>The name of the detector in measurements.</summary>
    public string Name { get; }

    /// <summary>Whether a listener measures the duration of batches.</summary>
    public static bool IsScoringTimed => ScoringDuration.Enabled;

    /// <summary>Records the duration of a batch of events. Exceptions of listeners are not caught.</summary>
    public void RecordScoring(TimeSpan duration) => ScoringDuration.Record(duration.TotalSeconds, _tag);

    public void Dispose()
    {
        lock (Gate)
        {
            _all = _all.Remove(this);
        }
    }

    private static void Count(string name, string unit, string description, Func<DetectorCounters, long> read) =>
        Meter.CreateObservableCounter(name, () => All<long>(meter => [meter.Of(read(meter._detector.Counters))]), unit, description);

    private static void Level(string name, string unit, string description, Func<DetectorCounters, long> read) =>
        Meter.CreateObservableUpDownCounter(name, () => All<long>(meter => [meter.Of(read(meter._detector.Counters))]), unit, description);

    private static IEnumerable<Measurement<long>> Drops() => All<long>(static meter =>
    {
        var counters = meter._detector.Counters;
        return
        [
            meter.Of(counters.DroppedByFullQueue, ReasonTag, "queue_full"),
            meter.Of(counters.DroppedByError, ReasonTag, "error"),
        ];
    });

    private static IEnumerable<Measurement<long>> Anomalies() => All(static meter =>
        meter._detector.Counters.AnomaliesByKind.Select(entry => meter.Of(entry.Value, KindTag, SnakeCase(entry.Key.ToString()))));

    private static IEnumerable<Measurement<T>> Questions<T>(Func<QuestionCost, T> read)
        where T : struct => All(meter => meter._detector.Questions.Select(
            cost => new Measurement<T>(read(cost), meter._tag, new KeyValuePair<string, object?>(QuestionTag, SnakeCase(cost.Question)))));

    private static IEnumerable<Measurement<long>> States() => All(static meter =>
    {
        var state = meter._detector.State;
        return Enum.GetValues<DetectorState>().Select(other => meter.Of(other == state ? 1L : 0, StateTag, SnakeCase(other.ToString())));
    });

    private static IEnumerable<Measurement<T>> All<T>(Func<DetectorMeter, IEnumerable<Measurement<T>>> measure)
        where T : struct => _all.SelectMany(measure);

    // OpenTelemetry's convention for attribute values.
    private static string SnakeCase(string name) => string.Concat(
        name.Select((letter, i) => (i > 0 && char.IsUpper(letter) ? "_" : "") + char.ToLowerInvariant(letter)));

    private Measurement<T> Of<T>(T value)
        where T : struct => new(value, _tag);

    private Measurement<long> Of(long value, string tag, string text) => new(value, _tag, new KeyValuePair<string, object?>(tag, text));
}
