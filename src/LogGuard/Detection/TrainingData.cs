using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>The data that a question is trained on. Only read, on the training thread.</summary>
internal sealed class TrainingData
{
    /// <summary>Two calibrated questions, the next key and the counts, may each use up half of the target alarm rate.</summary>
    private const double ShareOfAlarms = 0.5;

    /// <summary>The beginnings of sessions without a known end, then the sessions in the order in which they ended; not empty.</summary>
    public required SessionCorpus Corpus { get; init; }

    /// <summary>
    /// Number of beginnings of sessions at the front of <see cref="Corpus"/>. They are never held out, since a beginning is less
    /// surprising than a whole session.
    /// </summary>
    public int BeginningCount { get; init; }

    /// <summary>The keys that occur in them, as symbols.</summary>
    public required SymbolMap Symbols { get; init; }

    /// <summary>The values of their events, per key; null if values are not judged.</summary>
    public IReadOnlyList<ParameterValueSeries>? Values { get; init; }

    /// <summary>Sessions with labels, for models that learn from them; empty if there are none.</summary>
    public IReadOnlyList<(LogKeySequence Sequence, bool IsAnomalous)> Labelled { get; init; } = [];

    /// <summary>Returns the template of a key.</summary>
    public Func<int, string> TemplateOf { get; init; } = static _ => "";

    /// <summary>A copy of the detector's settings, which does not change.</summary>
    public required AnomalyDetectorOptions Options { get; init; }

    /// <summary>Makes networks.</summary>
    public required INeuralEngine Engine { get; init; }

    /// <summary>Receives messages for the detector's owner.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    /// <summary>Receives the share of the training that is done, 0..1; null for none.</summary>
    public Action<double>? Progress { get; init; }

    /// <summary>Cancels the training.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The share of normal sessions in which one calibrated question may raise an alarm.</summary>
    public double AlarmRate => Options.Model.TargetAlarmRate * ShareOfAlarms;

    /// <summary>The sessions to fit models to: all but the last tenth of those that ended.</summary>
    public Range Fit => Corpus.Count < 2 ? Range.All : Range.EndAt(Corpus.Count - HeldOutCount);

    /// <summary>The sessions held out to choose thresholds: the last tenth.</summary>
    public Range HeldOut => Range.StartAt(Corpus.Count - HeldOutCount);

    private int HeldOutCount => Math.Max(1, (Corpus.Count - BeginningCount) / 10);
}
