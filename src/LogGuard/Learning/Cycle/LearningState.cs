using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Training;
using LogGuard.Models.NextKey;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Cycle;

/// <summary>
/// What the parts of the learning cycle share: the model, and threads that learn beside the reader. All members are the
/// reader's but those that say otherwise.
/// </summary>
internal sealed class LearningState(
    AnomalyDetectorOptions options, LogKeyVocabulary vocabulary, DetectorTrainer trainer, FeedbackMarks feedback, DiagnosticLog diagnostics)
{
    private readonly CancellationTokenSource _stop = new();
    private volatile DetectorState _state;
    private long _trainedTicks;
    private double _progress;

    /// <summary>The detector's settings.</summary>
    public AnomalyDetectorOptions Options { get; } = options;

    public LogKeyVocabulary Vocabulary { get; } = vocabulary;

    public DetectorTrainer Trainer { get; } = trainer;

    public FeedbackMarks Feedback { get; } = feedback;

    public DiagnosticLog Diagnostics { get; } = diagnostics;

    /// <summary>The reader's queue takes a command; false once it is closed. Any thread may call it.</summary>
    public required Func<Action, bool> PostToReader { get; init; }

    /// <summary>What is being done with events; any thread may ask.</summary>
    public DetectorState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>What was learnt; null until then.</summary>
    public SessionModel? Model { get; set; }

    /// <summary>Collects sessions; null once they are trained on.</summary>
    public SessionCollector? Collector { get; set; }

    /// <summary>The least severe level among the events learnt from.</summary>
    public LogSeverity LeastSeverity { get; set; }

    /// <summary>When the model was trained, by the events' clock, in UTC ticks; 0 where that is not known.</summary>
    public long TrainedAt { get; set; }

    /// <summary>When the model was trained, by the clock; null where there is none. Any thread may ask.</summary>
    public DateTimeOffset? Trained
    {
        get => Volatile.Read(ref _trainedTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _trainedTicks, value?.UtcTicks ?? 0);
    }

    /// <summary>The share of the training that is done, 0..1; any thread may ask and tell.</summary>
    public double Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }

    /// <summary>Whether the model has changed since it was saved.</summary>
    public bool IsModelUnsaved { get; set; }

    /// <summary>Ends what is learnt beside the reader; any thread may ask.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Has what is learnt beside the reader end soon, without a result. Any thread may call it.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Takes a model into use that is not saved yet.</summary>
    public void UseNewModel(SessionModel model, DateTimeOffset? trained)
    {
        UseModel(model);
        Trained = trained;
        IsModelUnsaved = true;
    }

    /// <summary>Takes a model into use: keys may have been merged, and answers given, since it was made.</summary>
    public void UseModel(SessionModel model)
    {
        model.Marks = Feedback;
        model.MergeKeys(Vocabulary);
        model.Learn(Feedback.ToArray(isNormal: true));
        Model = model;
    }

    /// <summary>
    /// Starts a thread that learns: every kind of learning runs beside the reader, within a span, and the reader takes its
    /// result into use.
    /// </summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="begin">Begins the span.</param>
    /// <param name="learn">Learns.</param>
    /// <param name="failure">What is told where that fails, before the error.</param>
    /// <param name="install">Takes the result into use, or its absence; on the reader.</param>
    public Thread StartLearning(string name, Func<DetectorActivity> begin, Action learn, string failure, Action install) =>
        ReentrancyGuard.Start(name, ThreadPriority.BelowNormal, () =>
        {
            using var activity = begin();
            try
            {
                learn();
                activity.End();
            }
            catch (OperationCanceledException exception)
            {
                // The detector is being disposed of: what was to be learnt is saved instead, and learnt by the next run.
                activity.Fail(exception);
                return;
            }
            catch (Exception exception)
            {
                activity.Fail(exception);
                Diagnostics.Tell($"{failure}: {exception.GetType().Name}: {exception.Message}");
            }

            // Whoever waits for the model finds the span ended.
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

    /// <summary>Mines the workflows of sessions; none where the settings say so. On the training thread.</summary>
    public WorkflowSet MineWorkflows(SessionModel model, SessionCorpus corpus, IReadOnlyList<WorkflowTrace> timed) => Options.MinesWorkflows
        ? WorkflowTrainer.Train(corpus, timed, model.Find<NextKeyQuestion>()?.Model as LogKeyModel, Vocabulary, Diagnostics, Stopping)
        : WorkflowSet.Empty;
}
