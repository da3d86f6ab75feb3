using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Learning.Cycle;

/// <summary>
/// The cycle of collecting, training and detecting. Only accessed by the reader, except for members that say otherwise. Training
/// runs on its own thread and passes the model to the reader as a command.
/// </summary>
internal sealed class LearningCycle
{
    /// <inheritdoc cref="SnapshotSaver.Delay"/>
    internal static readonly TimeSpan FeedbackDelay = SnapshotSaver.Delay;

    /// <inheritdoc cref="AnswerLearner.Delay"/>
    internal static readonly TimeSpan LearningDelay = AnswerLearner.Delay;

    private readonly LearningState _learning;
    private readonly MinedKeys _minedKeys;
    private readonly AnswerLearner _answers;
    private readonly Retrainer _retrainer;
    private readonly SnapshotSaver _saver;
    private readonly StreamAdvice _advice;
    private readonly List<TaskCompletionSource<bool>> _waiters = [];
    private Thread? _thread;
    private int _attemptsFailed;

    public LearningCycle(
        AnomalyDetectorOptions options, LogKeyVocabulary vocabulary, DetectorTrainer trainer, SnapshotStore? store,
        Snapshot? snapshot, FeedbackMarks feedback, MinedKeys minedKeys, DiagnosticLog diagnostics, RateQuestion? rates = null)
    {
        _minedKeys = minedKeys;
        _learning = new LearningState(options, vocabulary, trainer, feedback, diagnostics)
        {
            PostToReader = command => PostToReader!(command),
            LeastSeverity = snapshot?.LeastSeverity ?? LogSeverity.Fatal,
            TrainedAt = snapshot?.TrainedAt ?? 0,
            LongestStep = snapshot?.LongestStep ?? 0,
            Rates = rates,
        };
        _learning.Labelled.Restore(snapshot?.LabelledNormal, isAnomalous: false);
        _learning.Labelled.Restore(snapshot?.LabelledAnomalous, isAnomalous: true);
        Quarantine = new KeyQuarantine(
            options.Version, options.Training.QuarantineTime, snapshot?.Model is null ? null : snapshot.Quarantine,
            snapshot?.Templates.Length ?? 0, vocabulary, feedback, diagnostics);
        Renamed = new RenamedTemplates(vocabulary, feedback, diagnostics, options.UsedVectorizer);
        Renamed.Restore(snapshot?.Model is null ? [] : snapshot.Renamed);
        Adoption = new KeyAdoption(vocabulary, feedback, diagnostics);
        Promise = new PromiseWatch(options.Model.TargetAlarmRate, vocabulary, feedback, diagnostics, Replace);
        _advice = new StreamAdvice(options, diagnostics);
        _answers = new AnswerLearner(_learning);
        _retrainer = new Retrainer(_learning, _answers, () => _saver!.TrySave());
        Recent = _retrainer.Recent;
        _saver = new SnapshotSaver(_learning, store, snapshot, minedKeys, Quarantine, Renamed, _retrainer);
        if (snapshot?.Model is { } model)
        {
            _learning.UseModel(model);
            _learning.Trained = snapshot.Trained;
            _learning.TakeHistory(snapshot);
            _learning.TakenBack = snapshot.TakenBack;
            _retrainer.Begin(snapshot.Recent ?? new SessionCorpus(), snapshot.Timed, snapshot.Series, facts: snapshot.RecentFacts);
            _learning.State = DetectorState.Detecting;
            TellMissing(model, options);
        }
        else
        {
            BeginCollecting(snapshot);
        }
    }

    /// <summary>The state of the detector. Any thread may read it.</summary>
    public DetectorState State => _learning.State;

    /// <summary>The share of the training that is done, 0..1. Any thread may read it.</summary>
    public double Progress => _learning.Progress;

    /// <summary>When the model was trained, by the clock; null if there is no model. Any thread may read it.</summary>
    public DateTimeOffset? Trained => _learning.Trained;

    /// <summary>The trained model; null until there is one. Any thread may read it.</summary>
    public SessionModel? Model => _learning.Model;

    /// <summary>Watches templates that are new in the application's version.</summary>
    public KeyQuarantine Quarantine { get; }

    /// <summary>The templates that are judged as learnt ones with another wording.</summary>
    public RenamedTemplates Renamed { get; }

    /// <summary>The reported templates that may turn out to be normal.</summary>
    public KeyAdoption Adoption { get; }

    /// <summary>Watches whether the questions report no more than the calibration promises.</summary>
    public PromiseWatch Promise { get; }

    /// <summary>Collects sessions; null unless <see cref="DetectorState.Collecting"/>.</summary>
    public SessionCollector? Collector => State == DetectorState.Collecting ? _learning.Collector : null;

    /// <summary>The keys of all events before detecting begins. The reader adds those of each event.</summary>
    public KeySet SeenKeys => _learning.SeenKeys;

    /// <summary>
    /// Whether a session that was silent for some time is only between two events, as far as the sessions so far tell: all but one in a
    /// thousand of their steps took as long at most.
    /// </summary>
    /// <param name="silentTicks">Ticks since its last event.</param>
    public bool IsBetweenSteps(long silentTicks) => silentTicks <= (_learning.Collector?.Times.LongestUsual ?? _learning.LongestStep);

    /// <summary>Sessions to train on again.</summary>
    public RecentSessionStore Recent { get; }

    /// <summary>Values to train on again; null if values are not judged, the detector does not retrain, or there is no model yet.</summary>
    public ParameterValueCollector? RecentValues => _retrainer.RecentValues;

    /// <summary>Posts a command to the reader's queue, from the training thread. Returns false if the queue is closed.</summary>
    public required Func<Action, bool> PostToReader { get; init; }

    /// <summary>
    /// Called when collecting begins (true) and ends (false). Before it ends, the collector is still there to take what the open
    /// sessions have so far.
    /// </summary>
    public required Action<bool> OnCollecting { get; init; }

    /// <summary>Starts the training if there is enough to train on.</summary>
    public void TrainIfEnough(long eventTime)
    {
        if (Collector is { } collecting)
        {
            _advice.TellIfDue(collecting, eventTime);
        }

        // After a failure, the same sessions would probably fail again, so the next attempt waits for twice as many.
        if (Collector is { } collector && collector.IsEnough(eventTime)
            && (_attemptsFailed == 0
                || collector.Corpus.Count >= (long)_learning.Options.Training.SessionCount << Math.Min(_attemptsFailed, 30)
                || collector.StreamEventCount >= (long)_learning.Options.Training.StreamEventCount << Math.Min(_attemptsFailed, 30)))
        {
            StartTraining();
        }
    }

    /// <summary>Starts the training with the sessions so far.</summary>
    /// <param name="done">Completed with true when the new model is in use, or with false if there are no sessions or the training failed.</param>
    public void Train(TaskCompletionSource<bool> done)
    {
        if (State == DetectorState.Detecting || _learning.Collector is null or { IsEmpty: true })
        {
            done.TrySetResult(false);
            return;
        }

        _waiters.Add(done);
        StartTraining();
    }

    /// <summary>Trains with the sessions so far and some with labels, or trains again with them.</summary>
    /// <param name="done">Completed with true when the new model is in use, or with false if nothing could be trained.</param>
    /// <param name="labelled">The sessions with labels.</param>
    /// <param name="eventTime">The current time by the events' timestamps.</param>
    public void Train(TaskCompletionSource<bool> done, IReadOnlyList<LabelledSession> labelled, long eventTime)
    {
        if (State is not (DetectorState.Collecting or DetectorState.Detecting))
        {
            done.TrySetResult(false);
            return;
        }

        var sequences = labelled.Select(one => (Sequence: new LogKeySequence([.. one.Templates.Select(_learning.Vocabulary.GetOrAdd)]), one.IsAnomalous)).ToArray();
        if (_learning.Labelled.Add(sequences) is var left and > 0)
        {
            _learning.Diagnostics.Warn($"{left:N0} sessions with labels are not learnt: {LabelledSessions.EventLimit:N0} events with labels are kept.");
        }

        _learning.IsModelUnsaved = true;
        foreach (var (sequence, isAnomalous) in sequences)
        {
            if (isAnomalous)
            {
                continue;
            }

            if (_learning.Collector is { } collector)
            {
                collector.Corpus.Add(sequence);
            }
            else
            {
                Recent.Take(sequence);
            }
        }

        if (State == DetectorState.Collecting)
        {
            Train(done);
        }
        else
        {
            _retrainer.Train(done, eventTime);
        }
    }

    /// <summary>Cancels a running training. Any thread may call it.</summary>
    public void CancelTraining() => _learning.Stop();

    /// <inheritdoc cref="SnapshotSaver.Save"/>
    public string Save() => _saver.Save();

    /// <summary>
    /// Prepares a save of the open sessions: while collecting, the sessions that have ended are saved with them, because a later
    /// process goes on from both.
    /// </summary>
    /// <param name="isLast">Whether the process ends.</param>
    /// <returns>False if the open sessions are not to be saved now.</returns>
    public bool PrepareSessionSave(bool isLast) => State switch
    {
        DetectorState.Detecting => _saver.HasSnapshot,
        DetectorState.Collecting => _saver.SaveCollected(isLast),

        // The next process begins where the training did, and the sessions have no state that it lacks.
        _ => isLast && _saver.HasSnapshot,
    };

    /// <inheritdoc cref="SnapshotSaver.SaveAnswersIfDue"/>
    public void SaveFeedbackIfDue() => _saver.SaveAnswersIfDue();

    /// <summary>Saves answers that were given after <see cref="Finish"/>, while the last anomalies were delivered.</summary>
    public void SaveLateFeedback() => _saver.SaveLateAnswers();

    /// <inheritdoc cref="AnswerLearner.LearnIfDue"/>
    public void LearnFeedbackIfDue() => _answers.LearnIfDue();

    /// <inheritdoc cref="AnswerLearner.Learn(TaskCompletionSource{bool})"/>
    public void LearnFeedback(TaskCompletionSource<bool> done) => _answers.Learn(done);

    /// <inheritdoc cref="Retrainer.TrainIfDue"/>
    public void RetrainIfDue(long eventTime) => _retrainer.TrainIfDue(eventTime);

    /// <inheritdoc cref="Retrainer.Train(TaskCompletionSource{bool}, long)"/>
    public void Retrain(TaskCompletionSource<bool> done, long eventTime) => _retrainer.Train(done, eventTime);

    /// <summary>Returns to the model, the sessions and the answers of a snapshot.</summary>
    /// <returns>False if it cannot be used.</returns>
    public bool RollBack(Snapshot snapshot)
    {
        if (snapshot.Model is null || State != DetectorState.Detecting || _learning.IsRetraining)
        {
            return false;
        }

        _learning.TakeBack(snapshot);
        Use(snapshot, snapshot.Model);
        _learning.Diagnostics.Tell($"returned to a model of {snapshot.Model.SessionCount:N0} sessions.");

        // If the save fails, a later one follows.
        _saver.TrySave();
        return true;
    }

    /// <summary>Adds what another detector on the same folder has collected.</summary>
    /// <param name="snapshot">Its last snapshot, without a model.</param>
    /// <param name="keys">Leads to the keys here.</param>
    /// <returns>False if the training is running: it has its sessions.</returns>
    public bool Join(Snapshot snapshot, KeyMap keys)
    {
        if (State == DetectorState.Training || snapshot.Corpus is null)
        {
            return false;
        }

        if (Collector is { } collector)
        {
            collector.Join(snapshot.Corpus, snapshot.Beginnings, keys.Of);
            _learning.SeenKeys.Add([.. snapshot.SeenKeys.Select(keys.Of)]);
        }

        return true;
    }

    /// <summary>
    /// Takes the model and the answers that another detector on the same folder has saved, if that was trained later, or was answered
    /// while this one was not.
    /// </summary>
    /// <param name="snapshot">Its last snapshot, with a model.</param>
    /// <param name="windowSize">Number of previous events that the detector's sessions keep.</param>
    /// <returns>False if it is newer, and cannot be taken.</returns>
    public bool TakeNewer(Snapshot snapshot, int windowSize)
    {
        var isSame = snapshot.Trained == Trained;
        var isAnswered = !_learning.Feedback.ToArray(isNormal: true).ToHashSet().SetEquals(snapshot.NormalPatterns)
            || !_learning.Feedback.ToArray(isNormal: false).ToHashSet().SetEquals(snapshot.AnomalousPatterns);
        if (isSame ? !isAnswered : snapshot.Trained is not { } trained || trained < Trained)
        {
            return true;
        }

        if (State != DetectorState.Detecting || _saver.HasUnsavedModel || _learning.IsRetraining || snapshot.Model!.WindowSize > windowSize
            || !_learning.Vocabulary.ToArray().AsSpan().StartsWith(snapshot.Templates))
        {
            return false;
        }

        Use(snapshot, snapshot.Model);
        _learning.TakenBack = snapshot.TakenBack;
        return true;
    }

    /// <summary>Saves the joined state, so that a later process finds it instead of the other detector's.</summary>
    public void SaveJoined() => _saver.TrySave();

    /// <summary>
    /// Cancels a running training, and saves the state if it changed: the sessions collected so far, or keys assigned since the
    /// model was saved.
    /// </summary>
    public void Finish()
    {
        _learning.Stop();
        _thread?.Join();
        _waiters.ForEach(waiter => waiter.TrySetResult(false));
        _retrainer.Finish();
        _answers.Finish();
        _saver.SaveNews();
    }

    // A lesson that is under way in the background learns answers for the earlier question, and is discarded: the answers are learnt again.
    private void Replace(IQuestion earlier, IQuestion later)
    {
        _learning.Model = _learning.Model!.With(earlier, later);
        _learning.LearntVersion = -1;
        _learning.IsModelUnsaved = true;
    }

    private void Use(Snapshot snapshot, SessionModel model)
    {
        _learning.Feedback.Replace(snapshot.NormalPatterns, snapshot.AnomalousPatterns, snapshot.StandingPatterns, snapshot.AnswerLevels);
        _learning.UseNewModel(model, snapshot.Trained);
        _learning.TakeHistory(snapshot);
        _retrainer.Begin(snapshot.Recent ?? new SessionCorpus(), snapshot.Timed, snapshot.Series, facts: snapshot.RecentFacts);
        _learning.LeastSeverity = snapshot.LeastSeverity;
        _learning.LongestStep = snapshot.LongestStep;
    }

    private void BeginCollecting(Snapshot? snapshot)
    {
        var options = _learning.Options;
        _learning.SeenKeys.Add(snapshot?.SeenKeys ?? []);
        var collector = new SessionCollector(
            options.Training, snapshot?.Corpus ?? new SessionCorpus(), _learning.LeastSeverity, snapshot?.Beginnings)
        {
            Values = ParameterValueCollector.For(options),
        };
        collector.Values?.Begin(snapshot?.Series ?? []);
        collector.Timed.Begin(snapshot?.Timed ?? []);
        _learning.Collector = collector;
    }

    private void StartTraining()
    {
        if (State != DetectorState.Collecting)
        {
            return;
        }

        // From here on the corpus is only read. Sessions are still followed, so that they can be judged after the training.
        // The model merges keys that are merged meanwhile.
        // The sessions that are still open are learnt as far as they went.
        var collector = _learning.Collector!;
        OnCollecting(false);
        var corpus = collector.Corpus.Resolve(_learning.Vocabulary);
        var beginnings = collector.Beginnings.Resolve(_learning.Vocabulary);
        var mined = collector.Beginnings.WithStream(corpus, _learning.Vocabulary);
        var timed = collector.Timed.ToTraces(_learning.Vocabulary);
        _learning.State = DetectorState.Training;
        _minedKeys.Settle();
        var begun = beginnings.Count switch
        {
            0 => "",
            1 => $", the beginning of another with {beginnings.EventCount:N0} events",
            var count => $", the beginnings of {count:N0} others with {beginnings.EventCount:N0} events",
        };
        _learning.Diagnostics.Tell(
            $"training on {corpus.Count:N0} sessions with {corpus.EventCount:N0} events{begun} and {_learning.Vocabulary.Count:N0} templates.");
        var trainer = _learning.Trainer.AsOfNow();
        var labelled = _learning.Labelled.Resolve(_learning.Vocabulary);
        SessionModel? model = null;
        _thread = _learning.StartLearning(
            "LogGuard trainer",
            () => _learning.BeginTraining("logguard.train", corpus),
            () =>
            {
                var learnt = trainer.Train(
                    corpus, collector.Values?.Series, share => _learning.Progress = share, _learning.Stopping, beginnings: beginnings, labelled: labelled);
                learnt.Workflows = _learning.MineWorkflows(learnt, mined, timed);
                model = learnt;
            },
            "the training failed, and collecting goes on",
            () => Install(model));
    }

    private void Install(SessionModel? model)
    {
        if (model is null)
        {
            _attemptsFailed++;
            _learning.State = DetectorState.Collecting;
            OnCollecting(true);
        }
        else
        {
            // Lines that came during the training were logged while learning, too.
            var collector = _learning.Collector!;
            model.Symbols.See(_learning.SeenKeys.Keys.Select(_learning.Vocabulary.Resolve).ToArray());
            _learning.LongestStep = collector.Times.LongestUsual;
            _learning.UseNewModel(model, _learning.Options.TimeProvider.GetUtcNow());
            _learning.LeastSeverity = collector.LeastSeverity;
            _learning.Habits = collector.Habits(_learning.Options.Model.TargetAlarmRate);
            _retrainer.Begin(collector.Corpus, collector.Timed.Sessions, collector.Values?.Series, collector.Timed.Parts);
            _learning.Collector = null;
            _learning.State = DetectorState.Detecting;
            TellLearnt(model);
            _saver.TrySave();
        }

        _waiters.ForEach(waiter => waiter.TrySetResult(model is not null));
        _waiters.Clear();
    }

    private void TellLearnt(SessionModel model)
    {
        var (options, diagnostics) = (_learning.Options, _learning.Diagnostics);
        diagnostics.Tell($"{model.Calibrate(options.Model.TargetAlarmRate)}.");
        diagnostics.Tell($"detecting, with a model of {model.SessionCount:N0} sessions.");
        foreach (var description in model.Questions.Select(question => question.Describe()).OfType<string>())
        {
            diagnostics.Tell(description);
        }

        if (model.Predictor is null && options.Detector is not (DetectorKind.NewKey or DetectorKind.Custom))
        {
            diagnostics.Warn($"no session was longer than Model.WindowSize, {options.Model.WindowSize}: the {options.Detector} detector has no sequence to judge.");
        }
    }

    // A saved model has no part for a question that was added later.
    private void TellMissing(SessionModel model, AnomalyDetectorOptions options)
    {
        foreach (var added in options.AddedQuestions.Cast<IQuestionSource>())
        {
            if (!model.Questions.Any(question => question.Name == added.Name))
            {
                _learning.Diagnostics.Tell($"the saved model does not know the question {added.Name}: it is asked once the detector has trained again.");
            }
        }
    }
}
