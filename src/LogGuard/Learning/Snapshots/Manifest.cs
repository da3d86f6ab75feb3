using System.Text.Json.Serialization;
using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Models.Counts;

namespace LogGuard.Learning.Snapshots;

/// <summary>What a snapshot says about itself and about all that is not in a file of its own.</summary>
internal sealed record Manifest
{
    /// <summary>The format that this version writes; a higher one comes from a newer version and is left alone.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required DateTimeOffset Saved { get; init; }

    /// <summary>Collecting: sessions to learn from. Detecting: a trained model.</summary>
    public required DetectorState State { get; init; }

    public required DetectorKind Detector { get; init; }

    /// <summary>Message templates in order of their keys, from key 1.</summary>
    public required string[] Templates { get; init; }

    /// <summary>The least severe level among the events learnt from: another minimum level gives other sequences.</summary>
    public required LogSeverity LeastSeverity { get; init; }

    public required ManifestFile[] Files { get; init; }

    /// <summary>Null while collecting.</summary>
    public ManifestModel? Model { get; init; }

    /// <summary>
    /// Mined, renamed and merged keys; null where there are none. Versions from before there were any pass over it: they
    /// know the same keys by the same templates, so the format is still the same.
    /// </summary>
    public VocabularyChanges? KeyChanges { get; init; }

    /// <summary>
    /// Patterns marked normal, each as its form and its numbers; null in snapshots from before there was feedback.
    /// A version from then passes over it, so the format is still the same; it judges what never came behind a step by the
    /// network alone, and reports more.
    /// </summary>
    public string[]? NormalPatterns { get; init; }

    /// <summary>What is learnt from some of them beyond their numbers; null where that is nothing.</summary>
    public ManifestLesson[]? Lessons { get; init; }

    /// <summary>Patterns marked anomalous.</summary>
    public string[]? AnomalousPatterns { get; init; }

    /// <summary>Reports that were let stand: a pattern, and the two hashes of its session's past; null where there are none.</summary>
    public ManifestStanding[]? StandingPatterns { get; init; }

    /// <summary>When the model was trained, by the events' clock, in UTC ticks; null where that is not known.</summary>
    public long? TrainedAt { get; init; }

    /// <summary>When the model was trained, by the clock; null where there is none, or an earlier version wrote it.</summary>
    public DateTimeOffset? Trained { get; init; }

    /// <summary>The application's version and the templates that are watched as new in it; null before it was noted.</summary>
    public QuarantineState? Quarantine { get; init; }

    /// <summary>Ids of the templates mined from text, whose miner is a file of its own; null where none was mined.</summary>
    public int[]? MinedTemplates { get; init; }

    /// <summary>The log key of each of them.</summary>
    public int[]? MinedTemplateKeys { get; init; }

    /// <summary>Templates mined since the training that stay as exact as their first line.</summary>
    public int? ExactTemplateCount { get; init; }
}

/// <summary>A report that was let stand.</summary>
internal sealed record ManifestStanding(string Pattern, ulong Counts, ulong Steps);

/// <summary>What is learnt from a pattern marked normal: a value's name and number, a session's keys and what was wrong in it.</summary>
internal sealed record ManifestLesson(
    string Pattern, string? Name, double? Value, int[]? Keys, int Position, WorkflowFault Fault, long ElapsedTicks);

/// <summary>A file of a snapshot.</summary>
internal sealed record ManifestFile(string Name, long Length, string Sha256);

/// <summary>The trained model, less the weights of its network.</summary>
internal sealed record ManifestModel
{
    public required int[] Keys { get; init; }

    public required int SessionCount { get; init; }

    public required long EventCount { get; init; }

    public required bool AsksForNewKeys { get; init; }

    public ManifestNextKeyModel? NextKey { get; init; }

    /// <summary>Answered steps that the network was updated with; null where it is as training left it.</summary>
    public string[]? LearntSteps { get; init; }

    /// <summary>Answered anomalies that the workflows learnt from; null where they are as training mined them.</summary>
    public string[]? LearntLessons { get; init; }

    public ManifestCountModel? Counts { get; init; }

    /// <summary>Null where values are not judged, and in a snapshot from before they were.</summary>
    public ManifestValueModels? Values { get; init; }
}

/// <summary>The model of the next key: either an N-gram's windows, or a network whose weights are a file.</summary>
internal sealed record ManifestNextKeyModel
{
    public required int WindowSize { get; init; }

    public required bool KnowsBoundaries { get; init; }

    public required int TopG { get; init; }

    public required float ProbabilityFloor { get; init; }

    /// <summary>Memory units of a layer; null for an N-gram.</summary>
    public int? HiddenSize { get; init; }

    public int? LayerCount { get; init; }

    public int[]? Windows { get; init; }

    public int[]? Targets { get; init; }

    public float[]? Weights { get; init; }

    /// <summary>
    /// Null where the model's probabilities are taken as they are, as they are in a snapshot from before there was evidence.
    /// Versions from then pass over it, so the format is still the same.
    /// </summary>
    public ManifestStepEvidence? Evidence { get; init; }
}

/// <summary>The distinct steps that a network learnt from: a symbol, the one behind it, and how often.</summary>
internal sealed record ManifestStepEvidence(int[] Lasts, int[] Nexts, float[] Counts);

/// <summary>The model of key counts.</summary>
internal sealed record ManifestCountModel
{
    public required int ValueLimit { get; init; }

    public required int SessionCount { get; init; }

    public required CountConstraint[] Constraints { get; init; }

    public required Dictionary<int, int> LargestCounts { get; init; }
}

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
