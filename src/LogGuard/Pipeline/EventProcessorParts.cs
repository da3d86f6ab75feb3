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

    /// <summary>Stores snapshots; null if none are saved.</summary>
    public SnapshotStore? Store { get; init; }

    /// <summary>The snapshot of an earlier run; null if there is none.</summary>
    public Snapshot? Snapshot { get; init; }

    public required AnomalyDispatcher Dispatcher { get; init; }

    public required FeedbackMarks Feedback { get; init; }

    public required MinedKeys MinedKeys { get; init; }

    public required DiagnosticLog Diagnostics { get; init; }

    /// <summary>The flows recorded from tests; null if there are none.</summary>
    public LogFlows? Flows { get; init; }

    /// <summary>Groups templates without placeholders; null gives each its own key.</summary>
    public ITextGroups? TextGroups { get; init; }

    /// <summary>Assigns keys by the values of properties; null if none is part of a key.</summary>
    public PropertyKeys? Properties { get; init; }

    /// <summary>Groups anomalies into alerts; null for none.</summary>
    public AlertService? Alerts { get; init; }
}
