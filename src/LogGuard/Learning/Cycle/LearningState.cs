using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Models.NextKey;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Cycle;

/// <summary>
/// The shared state of the learning cycle: the model, and threads that learn in the background. Only accessed by the reader,
/// except for members that say otherwise.
/// </summary>
internal sealed class LearningState(
    AnomalyDetectorOptions options, LogKeyVocabulary vocabulary, DetectorTrainer trainer, FeedbackMarks feedback, DiagnosticLog diagnostics)
{
    private readonly CancellationTokenSource _stop = new();
    private volatile DetectorState _state;
    private volatile SessionModel? _model;
    private long _trainedTicks;
    private double _progress;

    /// <summary>The detector's settings.</summary>
    public AnomalyDetectorOptions Options { get; } = options;

    public LogKeyVocabulary Vocabulary { get; } = vocabulary;

    public DetectorTrainer Trainer { get; } = trainer;

    public FeedbackMarks Feedback { get; } = feedback;

    public DiagnosticLog Diagnostics { get; } = diagnostics;

    /// <summary>Posts a command to the reader's queue. Returns false if the queue is closed. Any thread may call it.</summary>
    public required Func<Action, bool> PostToReader { get; init; }

    /// <summary>The state of the detector. Any thread may read it.</summary>
    public DetectorState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>The trained model; null until there is one. Any thread may read it.</summary>
    public SessionModel? Model
    {
        get => _model;
        set => _model = value;
    }

    /// <summary>The <see cref="FeedbackMarks.Version"/> of the answers that the model has learnt; -1 for a new model.</summary>
    public long LearntVersion { get; set; }

    /// <summary>Whether a model is trained again while detection continues. Answers are learnt after that.</summary>
    public bool IsRetraining { get; set; }

    /// <summary>Collects sessions; null after they were trained on.</summary>
    public SessionCollector? Collector { get; set; }

    /// <summary>The keys of all events before detecting begins, whether their sessions can be learnt from or not.</summary>
    public KeySet SeenKeys { get; } = new();

    /// <summary>The time that all but one in a thousand steps of a session take at most, in ticks; 0 if that is not known.</summary>
    public long LongestStep { get; set; }

    /// <summary>The least severe level among the events learnt from.</summary>
    public LogSeverity LeastSeverity { get; set; }

    /// <summary>Usual ends and error lines of the sessions learnt.</summary>
    public SessionHabits Habits { get; set; } = SessionHabits.None;

    /// <summary>The changes that the model and those before it have learnt although they stood reported; the latest ones.</summary>
    public IReadOnlyList<LearntChange> LearntChanges { get; set; } = [];

    /// <summary>Such changes that a rollback took back, and that are not learnt so again.</summary>
    public IReadOnlyList<AnomalyPattern> TakenBack { get; set; } = [];

    /// <summary>When the model was trained, by the events' timestamps, in UTC ticks; 0 if that is not known.</summary>
    public long TrainedAt { get; set; }

    /// <summary>When the model was trained, by the clock; null if there is no model. Any thread may read it.</summary>
    public DateTimeOffset? Trained
    {
        get => Volatile.Read(ref _trainedTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _trainedTicks, value?.UtcTicks ?? 0);
    }

    /// <summary>The share of the training that is done, 0..1. Any thread may read and write it.</summary>
    public double Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }

    /// <summary>Sessions with labels.</summary>
    public LabelledSessions Labelled { get; } = feedback.Labels;

    /// <summary>Watches rates; null if they are not watched.</summary>
    public RateQuestion? Rates { get; set; }

    /// <summary>Whether the model has changed since it was saved.</summary>
    public bool IsModelUnsaved { get; set; }

    /// <summary>Cancels background learning. Any thread may read it.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Cancels background learning. Any thread may call it.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Takes what a snapshot knows about how its model was learnt.</summary>
    public void TakeHistory(Snapshot snapshot) => (Habits, LearntChanges) = (snapshot.Habits, snapshot.LearntChanges);

    /// <summary>Remembers the changes that the model has learnt and a snapshot has not, before the snapshot takes its place.</summary>
    public void TakeBack(Snapshot snapshot)
    {
        var kept = snapshot.LearntChanges.Select(change => change.Pattern).ToHashSet();
        TakenBack =
        [
            .. TakenBack.Concat(AnomalyPattern.ParseAll(LearntChanges.Select(change => change.Pattern).Where(text => !kept.Contains(text)), Vocabulary.Count))
                .Distinct().TakeLast(LearntChange.Limit),
        ];
    }

    /// <summary>Puts a model into use that is not saved yet.</summary>
    public void UseNewModel(SessionModel model, DateTimeOffset? trained)
    {
        UseModel(model);
        Trained = trained;
        IsModelUnsaved = true;
    }

    /// <summary>Puts a model into use, with the keys that were merged and the answers that were given since it was made.</summary>
    public void UseModel(SessionModel model)
    {
        model.Marks = Feedback;
        model.MergeKeys(Vocabulary);
        model.Learn(Feedback.ToArray(isNormal: true));
        if (Model is { } earlier)
        {
            model.ContinueCosts(earlier);
        }

        Model = model;
        LearntVersion = -1;
    }

    /// <summary>
    /// Starts to learn in the background, on a thread of low priority. All kinds of learning run within a span, and the reader
    /// installs the result.
    /// </summary>
    /// <param name="name">The name of the thread that learns.</param>
    /// <param name="begin">Begins the span.</param>
    /// <param name="learn">Learns.</param>
    /// <param name="failure">The message for a failure, which precedes the error.</param>
    /// <param name="install">Installs the result, or handles its absence. Called by the reader.</param>
    public Thread StartLearning(string name, Func<DetectorActivity> begin, Action learn, string failure, Action install) =>
        ReentrancyGuard.Start("LogGuard learning", ThreadPriority.Normal, () =>
        {
            using var activity = begin();
            try
            {
                LowPriorityWork.Run(name, learn);
                activity.End();
            }
            catch (OperationCanceledException exception)
            {
                // The detector is being disposed of. The data are saved, and the next run learns from them.
                activity.Fail(exception);
                return;
            }
            catch (Exception exception)
            {
                activity.Fail(exception);
                Diagnostics.Warn($"{failure}: {exception.GetType().Name}: {exception.Message}");
            }

            // The span ends before the waiting calls complete.
            activity.Dispose();
            PostToReader(install);
        });

    /// <summary>Begins the span of a training.</summary>
    public DetectorActivity BeginTraining(string name, SessionCorpus corpus)
    {
        var activity = new DetectorActivity(name, Options.Name);
        activity.Tag("logguard.sessions", corpus.Count);
        activity.Tag("logguard.events", corpus.EventCount);
        activity.Tag("logguard.templates", Vocabulary.Count);
        return activity;
    }

    /// <summary>Mines the workflows of sessions, unless the settings disable it. Called on the training thread.</summary>
    public WorkflowSet MineWorkflows(SessionModel model, SessionCorpus corpus, IReadOnlyList<WorkflowTrace> timed) => Options.MinesWorkflows
        ? WorkflowTrainer.Train(corpus, timed, model.Find<NextKeyQuestion>()?.Model as LogKeyModel, Vocabulary, Diagnostics, Stopping)
        : WorkflowSet.Empty;
}
