using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Models.Rates;
using LogGuard.Models.Values;
using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Learning.Snapshots;

/// <summary>The learnt state of a detector: a trained model, or the sessions collected so far.</summary>
/// <param name="Detector">The kind of detector that it is for.</param>
/// <param name="Templates">Message templates in order of their keys, from key 1, with their texts when the keys were assigned.</param>
/// <param name="LeastSeverity">The least severe level among the events learnt from.</param>
/// <param name="Model">The model; null while collecting.</param>
/// <param name="Corpus">The collected sessions; null once they are trained on.</param>
internal sealed record Snapshot(
    DetectorKind Detector, string[] Templates, LogSeverity LeastSeverity, SessionModel? Model, SessionCorpus? Corpus)
{
    /// <summary>Changes to the templates' keys since they were assigned.</summary>
    public VocabularyChanges KeyChanges { get; init; } = VocabularyChanges.None;

    /// <summary>Templates mined from text; null if none was.</summary>
    public MinedKeysState? MinedKeys { get; init; }

    /// <summary>Patterns that are never reported again.</summary>
    public IReadOnlyList<AnomalyPattern> NormalPatterns { get; init; } = [];

    /// <summary>Patterns that were marked anomalous.</summary>
    public IReadOnlyList<AnomalyPattern> AnomalousPatterns { get; init; } = [];

    /// <summary>Unanswered reports.</summary>
    public IReadOnlyList<AnomalyPattern> StandingPatterns { get; init; } = [];

    /// <summary>The levels up to which new keys were answered as normal; none in snapshots of earlier versions.</summary>
    public IReadOnlyList<AnswerLevel> AnswerLevels { get; init; } = [];

    /// <summary>The beginnings of sessions whose end is not known, while collecting; null if there are none.</summary>
    public SessionCorpus? Beginnings { get; init; }

    /// <summary>Keys that occurred while learning: all of them while collecting, those that the model has not learnt while detecting.</summary>
    public IReadOnlyList<int> SeenKeys { get; init; } = [];

    /// <summary>The time that all but one in a thousand steps of a session take at most, in ticks; 0 if that is not known.</summary>
    public long LongestStep { get; init; }

    /// <summary>Sessions to train on again; null if there are none.</summary>
    public SessionCorpus? Recent { get; init; }

    /// <summary>Facts about each of them, in their order; null in snapshots of earlier versions.</summary>
    public IReadOnlyList<KeptFacts>? RecentFacts { get; init; }

    /// <summary>Sessions that the application or an answer called normal; null if there are none.</summary>
    public SessionCorpus? LabelledNormal { get; init; }

    /// <summary>Sessions that the application or an answer called anomalous; null if there are none.</summary>
    public SessionCorpus? LabelledAnomalous { get; init; }

    /// <summary>Usual ends and error lines of the sessions learnt; none while collecting, and in snapshots of earlier versions.</summary>
    public SessionHabits Habits { get; init; } = SessionHabits.None;

    /// <summary>The changes that were learnt although they stood reported.</summary>
    public IReadOnlyList<LearntChange> LearntChanges { get; init; } = [];

    /// <summary>Such changes that a rollback took back.</summary>
    public IReadOnlyList<AnomalyPattern> TakenBack { get; init; } = [];

    /// <summary>Some of the collected or recent sessions with their times; null if there are none.</summary>
    public IReadOnlyList<SessionStep[]>? Timed { get; init; }

    /// <summary>The latest values of each key; null if there are none.</summary>
    public IReadOnlyList<ParameterValueSeries>? Series { get; init; }

    /// <summary>How often each key comes; null if nothing was learnt of it.</summary>
    public RateState? Rates { get; init; }

    /// <summary>When the model was trained, by the events' timestamps, in UTC ticks; 0 if that is not known.</summary>
    public long TrainedAt { get; init; }

    /// <summary>When the model was trained, by the clock; null if there is no model, or that is not known.</summary>
    public DateTimeOffset? Trained { get; init; }

    /// <summary>The application's version, and templates that are new in it; null in snapshots of earlier versions.</summary>
    public QuarantineState? Quarantine { get; init; }

    /// <summary>The templates that are judged as learnt ones with another wording.</summary>
    public IReadOnlyList<RenamedKeyState> Renamed { get; init; } = [];
}
