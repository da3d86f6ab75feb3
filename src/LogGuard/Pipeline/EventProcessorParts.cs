using LogGuard.Alerts;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>The parts that an <see cref="EventProcessor"/> works with.</summary>
internal sealed record EventProcessorParts
{
    public required AnomalyDetectorOptions Options { get; init; }

    public required EventQueue Queue { get; init; }

    public required LogKeyVocabulary Vocabulary { get; init; }

    public required DetectorTrainer Trainer { get; init; }

    /// <summary>Keeps snapshots; null where nothing is kept.</summary>
    public SnapshotStore? Store { get; init; }

    /// <summary>What an earlier run has learnt; null for nothing.</summary>
    public Snapshot? Snapshot { get; init; }

    public required AnomalyDispatcher Dispatcher { get; init; }

    public required FeedbackMarks Feedback { get; init; }

    public required MinedKeys MinedKeys { get; init; }

    public required DiagnosticLog Diagnostics { get; init; }

    /// <summary>Groups texts without holes; null where each is a key of its own.</summary>
    public ITextGroups? TextGroups { get; init; }

    /// <summary>Makes alerts of anomalies; null where nobody is alerted.</summary>
    public AlertService? Alerts { get; init; }
}
