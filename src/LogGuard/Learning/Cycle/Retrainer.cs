using LogGuard.Detection;
using LogGuard.Learning.Collecting;
using LogGuard.Models.Counts;
using LogGuard.Models.Values;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Cycle;

/// <summary>Trains again on recent sessions while detection continues. Only accessed by the reader.</summary>
internal sealed class Retrainer
{
    private readonly LearningState _state;
    private readonly AnswerLearner _answers;
    private readonly Action _onNewModel;
    private readonly List<TaskCompletionSource<bool>> _waiters = [];
    private Thread? _thread;

    /// <param name="state">The shared state.</param>
    /// <param name="answers">Learns from answers.</param>
    /// <param name="onNewModel">Called once a new model is in use.</param>
    public Retrainer(LearningState state, AnswerLearner answers, Action onNewModel)
    {
        (_state, _answers, _onNewModel) = (state, answers, onNewModel);
        var options = state.Options;
        Recent = new RecentSessionStore(options.Training.RecentSessions, options.Training.SessionLengthLimit, options.Seed);
    }

    /// <summary>Sessions to train on again.</summary>
    public RecentSessionStore Recent { get; }

    /// <summary>Values to train on again; null if values are not judged, the detector does not retrain, or there is no model yet.</summary>
    public ParameterValueCollector? RecentValues { get; private set; }

    /// <summary>Starts to keep recent sessions and values, beginning with some of those of the training.</summary>
    /// <param name="corpus">The sessions.</param>
    /// <param name="timed">Some of them with their times; null if there are none.</param>
    /// <param name="series">The values; null if there are none.</param>
    /// <param name="parts">Parts of long sessions with their times; null if there are none.</param>
    /// <param name="facts">Facts about each of the sessions; null if nothing is known.</param>
    public void Begin(
        SessionCorpus corpus, IEnumerable<SessionStep[]>? timed, IReadOnlyList<ParameterValueSeries>? series, IEnumerable<SessionStep[]>? parts = null,
        IReadOnlyList<KeptFacts>? facts = null)
    {
        Recent.Begin(corpus, timed, parts, facts);
        RecentValues = _state.Options.Training.RecentSessions == 0
            ? null
            : ParameterValueCollector.For(_state.Options, ParameterValueCollector.RecentNumberLimit);
        RecentValues?.Begin(series ?? []);
    }

    /// <summary>Trains again if the interval has passed, by the events' timestamps.</summary>
    public void TrainIfDue(long eventTime)
    {
        if (_state.Options.Training.RetrainInterval is not { } interval || _state.State != DetectorState.Detecting || _state.IsRetraining || eventTime == long.MinValue)
        {
            return;
        }

        if (_state.TrainedAt == 0)
        {
            _state.TrainedAt = eventTime;
        }
        else if (eventTime - _state.TrainedAt >= interval.Ticks)
        {
            // If there is too little to train on, the next attempt follows after the same interval.
            _state.TrainedAt = eventTime;
            Train();
        }
    }

    /// <summary>Trains again on recent sessions.</summary>
    /// <param name="done">Completed with true when the new model is in use, or with false if there is too little to train on or the training failed.</param>
    /// <param name="eventTime">The current time by the events' timestamps.</param>
    public void Train(TaskCompletionSource<bool> done, long eventTime)
    {
        if (_state.State != DetectorState.Detecting)
        {
            done.TrySetResult(false);
            return;
        }

        _waiters.Add(done);
        _state.TrainedAt = Math.Max(eventTime, 0);
        Train();
    }

    /// <summary>Waits for the training thread, and completes all waiting calls with false.</summary>
    public void Finish()
    {
        _thread?.Join();
        _waiters.ForEach(waiter => waiter.TrySetResult(false));
    }

    private void Train()
    {
        if (_state.IsRetraining)
        {
            return;
        }

        var earlier = _state.Model!;
        var recheck = new SessionRecheck(earlier);
        var kept = Recent.Resolve(_state.Vocabulary);
        var changes = LastingChanges.Find(
            kept, recheck, earlier.Symbols.Knows, _state.Habits, Refused(), _state.Vocabulary, _state.Options.Model.TargetAlarmRate);
        var values = new ChangedValues(earlier, RecentValues?.Series ?? [], _state.Vocabulary);
        if (ChangeReport.Of(changes, values, _state.Vocabulary) is { } report)
        {
            _state.Diagnostics.Tell(report);
        }

        var corpus = new SessionCorpus();
        foreach (var (sequence, facts) in kept)
        {
            if (changes.Accepts(sequence, facts))
            {
                corpus.Add(sequence);
            }
        }

        if (corpus.Count < CountModelTrainer.MinimumSessions)
        {
            _state.Diagnostics.Warn(
                $"{corpus.Count:N0} of {Recent.Count:N0} recent sessions are normal, and training again needs {CountModelTrainer.MinimumSessions:N0}: the model stays as it is.");
            TellWaiters(isDone: false);
            return;
        }

        // Copied, since the reader continues to add to them.
        var timed = Recent.AcceptedTimed(changes, recheck, _state.Vocabulary);
        LearntChange[] learntChanges = [.. ChangeReport.LearntOf(changes, _state.Vocabulary), .. values.Learnt];
        var habits = changes.Habits.And(SessionHabits.OfEnds(corpus, _state.Options.Model.TargetAlarmRate));
        var series = RecentValues?.Copy(LeftOut(values));
        var lessons = LearntWorkflows.LessonsOf(_state.Feedback.ToArray(isNormal: true));
        _state.IsRetraining = true;
        _state.Diagnostics.Tell($"training again on {corpus.Count:N0} recent sessions with {corpus.EventCount:N0} events while detection continues.");
        var trainer = _state.Trainer.AsOfNow();
        var labelled = _state.Labelled.Resolve(_state.Vocabulary);
        SessionModel? model = null;
        _thread = _state.StartLearning(
            "LogGuard trainer",
            () => _state.BeginTraining("logguard.retrain", corpus),
            () =>
            {
                var resolved = corpus.Resolve(_state.Vocabulary);
                var learnt = trainer.Train(resolved, series, share => _state.Progress = share, _state.Stopping, earlier, labelled: labelled);
                learnt.Workflows = _state.MineWorkflows(learnt, resolved, timed);
                model = learnt.WithWorkflows(_answers.LearnWorkflows(learnt.Workflows, lessons), lessons);
            },
            "training again failed, and the model stays as it is",
            () => Install(model, timed.Count, learntChanges, habits));
    }

    private void Install(SessionModel? model, int timedCount, LearntChange[] learntChanges, SessionHabits habits)
    {
        _state.IsRetraining = false;
        if (model is not null)
        {
            // Lines that the recent sessions lack were logged all the same.
            var earlier = _state.Model!;
            model.Symbols.See([.. earlier.Symbols.Keys, .. earlier.Symbols.SeenKeys]);

            // Snapshots of earlier versions have no times. Workflows that are the same as before then keep theirs.
            if (timedCount < SlowStepRule.FewestTimes && model.TrainedWorkflows.IsLike(earlier.TrainedWorkflows))
            {
                model.Workflows = earlier.TrainedWorkflows;
                model.WithWorkflows(earlier.Workflows, earlier.LearntLessons);
            }

            _state.LearntChanges = LearntChange.Join(_state.LearntChanges, learntChanges);
            _state.Habits = habits;
            _state.UseNewModel(model, _state.Options.TimeProvider.GetUtcNow());
            Recent.Fade();
            _state.Diagnostics.Tell($"detecting, with a model of {model.SessionCount:N0} recent sessions.");
            _onNewModel();
        }

        TellWaiters(model is not null);
        _answers.LearnIfDue();
    }

    // Values that were marked anomalous after they were kept, and those of a change that has not lasted so far. Measured values that were
    // unusual when they came were kept as the nearest usual ones. Values that are not finite are missing in any case.
    private Func<int, int, double, bool> LeftOut(ChangedValues values)
    {
        var feedback = _state.Feedback;
        var features = feedback.ToArray(isNormal: false).Where(pattern => pattern.IsOfValue).Select(pattern => (pattern.Key, pattern.Feature)).ToHashSet();
        return (key, feature, value) => values.Leaves(key, feature, value) || (features.Contains((key, feature))
            && (IsMarked(key, feature, value, isExact: true) || IsMarked(key, feature, value, isExact: false) || IsMarked(key, feature, value, isExact: false, isLow: true)));

        bool IsMarked(int key, int feature, double value, bool isExact, bool isLow = false) =>
            feedback.IsMarkedAnomalous(AnomalyPattern.OfValue(stackalloc int[4], key, feature, value, isExact, isLow));
    }

    // Changes that a person has decided on.
    private Dictionary<AnomalyPattern, ChangeFate> Refused()
    {
        var refused = new Dictionary<AnomalyPattern, ChangeFate>();
        foreach (var change in _state.TakenBack)
        {
            refused[ChangeCause.Resolve(change, _state.Vocabulary)] = ChangeFate.TakenBack;
        }

        foreach (var pattern in _state.Feedback.ToArray(isNormal: false))
        {
            refused[ChangeCause.Of(pattern)] = ChangeFate.Marked;
        }

        return refused;
    }

    private void TellWaiters(bool isDone)
    {
        _waiters.ForEach(waiter => waiter.TrySetResult(isDone));
        _waiters.Clear();
    }
}
