using System.Text.Json;
using System.Text.Json.Serialization;
using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;

namespace LogGuard.Learning.Snapshots;

/// <summary>The content of a snapshot that is not in separate files, and the list of those files.</summary>
internal sealed record Manifest
{
    /// <summary>The format that this version writes. A snapshot with a higher number is from a newer version and is not used.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The format in which the model is one object, without a part for each question; still read.</summary>
    public const int FirstFormat = 1;

    public required int Format { get; init; }

    public required DateTimeOffset Saved { get; init; }

    /// <summary>Collecting: sessions to learn from. Detecting: a trained model.</summary>
    public required DetectorState State { get; init; }

    public required DetectorKind Detector { get; init; }

    /// <summary>Message templates in order of their keys, from key 1.</summary>
    public required string[] Templates { get; init; }

    /// <summary>The least severe level among the events learnt from. Another minimum level would give other sequences.</summary>
    public required LogSeverity LeastSeverity { get; init; }

    public required ManifestFile[] Files { get; init; }

    /// <summary>Null while collecting.</summary>
    public ManifestModel? Model { get; init; }

    /// <summary>
    /// Mined, renamed and merged keys; null if there are none. Older versions ignore it: they have the same keys for the same
    /// templates, so the format is the same.
    /// </summary>
    public VocabularyChanges? KeyChanges { get; init; }

    /// <summary>
    /// Patterns marked normal, each as its form and its numbers; null in snapshots of versions without feedback. Such versions
    /// ignore it and report more, so the format is the same.
    /// </summary>
    public string[]? NormalPatterns { get; init; }

    /// <summary>The lessons of some of them; null if there are none.</summary>
    public ManifestLesson[]? Lessons { get; init; }

    /// <summary>Patterns marked anomalous.</summary>
    public string[]? AnomalousPatterns { get; init; }

    /// <summary>Unanswered reports: a pattern, and the two hashes of its session's past; null if there are none.</summary>
    public ManifestStanding[]? StandingPatterns { get; init; }

    /// <summary>
    /// The levels up to which new keys were answered as normal; null if there are none. Older versions ignore it, and their answers
    /// cover all levels, so the format is the same.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerLevel[]? AnswerLevels { get; init; }

    /// <summary>Keys that sessions usually end with; null if none is known. Older versions ignore it and the three below, so the format is the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? UsualEnds { get; init; }

    /// <summary>Keys that usual sessions have at level Error or above; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? UsualErrors { get; init; }

    /// <summary>Changes that were learnt although they stood reported, oldest first; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LearntChange[]? LearntChanges { get; init; }

    /// <summary>Such changes that a rollback took back; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? TakenBackChanges { get; init; }

    /// <summary>When the model was trained, by the events' timestamps, in UTC ticks; null if that is not known.</summary>
    public long? TrainedAt { get; init; }

    /// <summary>When the model was trained, by the clock; null if there is no model, or an earlier version wrote the snapshot.</summary>
    public DateTimeOffset? Trained { get; init; }

    /// <summary>The application's version and the templates that are watched as new in it; null in snapshots of earlier versions.</summary>
    public QuarantineState? Quarantine { get; init; }

    /// <summary>
    /// The templates that are judged as learnt ones with another wording; null if there are none. Older versions ignore it and report
    /// more, so the format is the same.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RenamedKeyState[]? Renamed { get; init; }

    /// <summary>
    /// Keys that occurred while learning, beside those of the model; null if there are none. Older versions ignore it and report
    /// more, so the format is the same.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? SeenKeys { get; init; }

    /// <summary>The time that all but one in a thousand steps of a session take at most, in ticks; null if that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? LongestStep { get; init; }

    /// <summary>Ids of the templates mined from text, whose miner is in a separate file; null if none was mined.</summary>
    public int[]? MinedTemplates { get; init; }

    /// <summary>The log key of each of them.</summary>
    public int[]? MinedTemplateKeys { get; init; }

    /// <summary>Number of templates mined since the training that are not generalised.</summary>
    public int? ExactTemplateCount { get; init; }
}

/// <summary>An unanswered report.</summary>
internal sealed record ManifestStanding(string Pattern, ulong Counts, ulong Steps);

/// <summary>The lesson of a pattern marked normal: a value's name and number, or a session's keys and the fault in it.</summary>
internal sealed record ManifestLesson(
    string Pattern, string? Name, double? Value, int[]? Keys, int Position, WorkflowFault Fault, long ElapsedTicks);

/// <summary>A file of a snapshot.</summary>
internal sealed record ManifestFile(string Name, long Length, string Sha256);

/// <summary>The trained model: its keys and numbers, and a part for each question.</summary>
internal sealed record ManifestModel
{
    public required int[] Keys { get; init; }

    public required int SessionCount { get; init; }

    public required long EventCount { get; init; }

    /// <summary>The parts of the questions by their names; null in format 1.</summary>
    public Dictionary<string, ManifestQuestion>? Questions { get; init; }

    /// <summary>Answered anomalies that the workflows learnt from; null if there are none.</summary>
    public string[]? LearntLessons { get; init; }

    /// <summary>Format 1: whether new keys are asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? AsksForNewKeys { get; init; }

    /// <summary>Format 1: the model of the next key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NextKeyState? NextKey { get; init; }

    /// <summary>Format 1: answered steps that the network was updated with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? LearntSteps { get; init; }

    /// <summary>Format 1: the model of key counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CountsState? Counts { get; init; }

    /// <summary>Format 1: the models of values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValuesState? Values { get; init; }
}

/// <summary>The part of a question.</summary>
/// <param name="State">Its state; null if it has none.</param>
/// <param name="Files">Names of its files; null if it has none.</param>
internal sealed record ManifestQuestion(JsonElement? State, string[]? Files);

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(KeysState))]
[JsonSerializable(typeof(QuarantineState))]
internal sealed partial class ManifestJson : JsonSerializerContext;
