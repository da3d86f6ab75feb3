using LogGuard.Neural;

namespace LogGuard.Detection;

/// <summary>The data that a model is trained on. Only read.</summary>
public sealed class LogModelData
{
    /// <summary>
    /// The collected sessions in the order in which they ended; not empty. Equal ones share their memory.
    /// </summary>
    public required IReadOnlyList<LogModelSession> Sessions { get; init; }

    /// <summary>Sessions with a label; see <see cref="AnomalyDetector.TrainAsync(IEnumerable{LabelledSession}, CancellationToken)"/>. Empty if there are none.</summary>
    public IReadOnlyList<LogModelSession> Labelled { get; init; } = [];

    /// <summary>All keys that occur in <see cref="Sessions"/> and <see cref="Labelled"/>, ascending.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>Returns the template of a key.</summary>
    public required Func<int, string> TemplateOf { get; init; }

    /// <summary>Makes networks.</summary>
    public required INeuralEngine Engine { get; init; }

    /// <summary>The detector's seed.</summary>
    public required int Seed { get; init; }

    /// <summary>The share of normal sessions that may be reported, 0..1; see <see cref="ModelOptions.TargetAlarmRate"/>.</summary>
    public required double TargetAlarmRate { get; init; }

    /// <summary>Receives messages for the detector's owner, in full sentences.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    /// <summary>Receives the share of the training that is done, 0..1.</summary>
    public Action<double> Progress { get; init; } = static _ => { };

    /// <summary>Cancels the training.</summary>
    public CancellationToken Cancellation { get; init; }
}
