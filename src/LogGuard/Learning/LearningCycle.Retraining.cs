using LogGuard.Detection;
using LogGuard.Models;
using LogGuard.Pipeline;
using LogGuard.Sequences;

namespace LogGuard.Learning;

/// <summary>
/// Training again on recent sessions, beside detection, and returning to an earlier snapshot. All members are the
/// reader's.
/// </summary>
internal sealed partial class LearningCycle
{
    private readonly List<TaskCompletionSource<bool>> _retrainWaiters = [];
    private bool _isRetraining;
    private long _trainedAt;

    /// <summary>Sessions to train on again.</summary>
    public RecentSessions Recent { get; }

    /// <summary>Values to train on again; null where none are judged, nothing is trained again, or nothing is detected yet.</summary>
    public ParameterValueCollector? RecentValues { get; private set; }

    /// <summary>Trains again where the time for it has come, by the events' clock.</summary>
    public void RetrainIfDue(long eventTime)
    {
        if (_options.Training.RetrainInterval is not { } interval || _state != DetectorState.Detecting || _isRetraining || eventTime == long.MinValue)
        {
            return;
        }

        if (_trainedAt == 0)
        {
            _trainedAt = eventTime;
        }
        else if (eventTime - _trainedAt >= interval.Ticks)
        {
            // Where there is too little to train on, the next try is as far away.
            _trainedAt = eventTime;
            Retrain();
        }
    }

    /// <summary>Trains again on recent sessions.</summary>
    /// <param name="done">Told true once the new model is in use, false where there is too little to train on or it failed.</param>
    /// <param name="eventTime">The time by the events' clock.</param>
    public void Retrain(TaskCompletionSource<bool> done, long eventTime)
    {
        if (_state != DetectorState.Detecting)
        {
            done.TrySetResult(false);
            return;
        }

        _retrainWaiters.Add(done);
        _trainedAt = Math.Max(eventTime, 0);
        Retrain();
    }

    private void Retrain()
    {
        if (_isRetraining)
        {
            return;
        }

        var corpus = Recent.Normal(Model!);
        if (corpus.Count < CountModelTrainer.MinimumSessions)
        {
            _diagnostics.Tell(
                $"{corpus.Count:N0} of {Recent.Count:N0} recent sessions are normal, and training again takes {CountModelTrainer.MinimumSessions:N0}: the model stays as it is.");
            EndRetraining(isDone: false);
            return;
        }

        // Copied here: the reader goes on adding to them.
        var timed = Recent.NormalTimed(Model!, _vocabulary);
        var series = RecentValues?.Copy(LeftOut());
        var lessons = SessionModel.LessonsOf(_feedback.ToArray(isNormal: true));
        _isRetraining = true;
        _diagnostics.Tell($"training again on {corpus.Count:N0} recent sessions with {corpus.EventCount:N0} events, beside detection.");
        var trainer = _trainer.AsOfNow();
        SessionModel? model = null;
        _thread = StartLearning(
            "LogGuard trainer",
            () => Begin("logguard.retrain", corpus),
            () =>
            {
                var resolved = corpus.Resolve(_vocabulary);
                var learnt = trainer.Train(resolved, series, share => Volatile.Write(ref _progress, share), _stop.Token);
                learnt.Workflows = MineWorkflows(learnt, resolved, timed);
                model = learnt.WithWorkflows(LearnWorkflows(learnt.Workflows, lessons), lessons);
            },
            "training again failed, and the model stays as it is",
            () => InstallRetrained(model, series ?? [], timed.Count));
    }

    private void InstallRetrained(SessionModel? model, IReadOnlyList<ParameterValueSeries> series, int timedCount)
    {
        _isRetraining = false;
        if (model is not null)
        {
            KeepValues(model, Model!, series);

            // A snapshot from before times were saved has none: workflows that are the same as before keep theirs then.
            if (timedCount < WorkflowLocator.FewestTimes && model.TrainedWorkflows.IsLike(Model!.TrainedWorkflows))
            {
                model.Workflows = Model.TrainedWorkflows;
                model.WithWorkflows(Model.Workflows, Model.LearntLessons);
            }

            UseNewModel(model, _options.TimeProvider.GetUtcNow());
            Recent.Fade();
            _diagnostics.Tell($"detecting, by what {model.SessionCount:N0} recent sessions taught.");
            if (_store is not null)
            {
                TrySave();
            }
        }

        EndRetraining(model is not null);
        LearnFeedbackIfDue();
    }

    // What too few recent values tell of stays as it was learnt before.
    private static void KeepValues(SessionModel model, SessionModel before, IReadOnlyList<ParameterValueSeries> series)
    {
        var isTold = series.Where(one => one.Count >= ParameterValueModelTrainer.MinimumMeasured).Select(one => one.Key).ToHashSet();
        var told = (model.Values?.Models ?? []).Where(values => isTold.Contains(values.Key) || before.Values?.For(values.Key) is null);
        var kept = (before.Values?.Models ?? []).Where(values => !isTold.Contains(values.Key) && model.Symbols.Knows(values.Key));
        ParameterValueModel[] all = [.. told.Concat(kept).OrderBy(values => values.Key)];
        model.Values = all.Length == 0 ? null : new ValueModelSet(all, (model.Values ?? before.Values)!.Confidence);
    }

    private void BeginRecent(
        SessionCorpus corpus, IEnumerable<SessionStep[]>? timed, IReadOnlyList<ParameterValueSeries>? series, IEnumerable<SessionStep[]>? parts = null)
    {
        Recent.Begin(corpus, timed, parts);
        RecentValues = _options.Training.RecentSessions == 0 ? null : ParameterValueCollector.For(_options, ParameterValueCollector.RecentNumberLimit);
        RecentValues?.Begin(series ?? []);
    }

    // Values that were marked anomalous after they came; before, they were kept as the nearest usual ones. Those that are not
    // finite are missing either way.
    private Func<int, int, double, bool> LeftOut()
    {
        var features = _feedback.ToArray(isNormal: false).Where(pattern => pattern.IsOfValue).Select(pattern => (pattern.Key, pattern.Feature)).ToHashSet();
        return (key, feature, value) => features.Contains((key, feature))
            && (IsMarked(key, feature, value, isExact: true) || IsMarked(key, feature, value, isExact: false) || IsMarked(key, feature, value, isExact: false, isLow: true));

        bool IsMarked(int key, int feature, double value, bool isExact, bool isLow = false) =>
            _feedback.IsMarkedAnomalous(AnomalyPattern.OfValue(stackalloc int[4], key, feature, value, isExact, isLow));
    }

    /// <summary>Returns to what a snapshot holds: its model, its sessions and its answers.</summary>
    /// <returns>False where it cannot be used.</returns>
    public bool RollBack(Snapshot snapshot)
    {
        if (snapshot.Model is null || _state != DetectorState.Detecting || _isRetraining)
        {
            return false;
        }

        _feedback.Replace(snapshot.NormalPatterns, snapshot.AnomalousPatterns, snapshot.StandingPatterns);
        UseNewModel(snapshot.Model, snapshot.Trained);
        BeginRecent(snapshot.Recent ?? new SessionCorpus(), snapshot.Timed, snapshot.Series);
        _leastSeverity = snapshot.LeastSeverity;
        _diagnostics.Tell($"returned to a model of {Model!.SessionCount:N0} sessions.");
        TrySave();
        return true;
    }

    // Where it cannot be saved now it is later.
    private void UseNewModel(SessionModel model, DateTimeOffset? trained)
    {
        UseModel(model);
        Trained = trained;
        _isModelUnsaved = true;
    }

    private void UseModel(SessionModel model)
    {
        model.Marks = _feedback;
        model.MergeKeys(_vocabulary);
        LearnAtOnce(model, _feedback.ToArray(isNormal: true));
        Model = model;
        _learntVersion = -1;
    }

    private void EndRetraining(bool isDone)
    {
        foreach (var waiter in _retrainWaiters)
        {
            waiter.TrySetResult(isDone);
        }

        _retrainWaiters.Clear();
    }
}
