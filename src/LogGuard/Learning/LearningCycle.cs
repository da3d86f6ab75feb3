using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Models;
using LogGuard.Parsing;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Telemetry;
using LogGuard.Workflows;

namespace LogGuard.Learning;

/// <summary>
/// Collecting, then training, then detecting. All members but <see cref="State"/> and <see cref="Progress"/> are the
/// reader's; training itself runs on a thread of its own and hands its model over as a command to the reader.
/// </summary>
internal sealed partial class LearningCycle
{
    // Answers come in runs, and each save writes the whole model: what came within this time is saved together.
    internal static readonly TimeSpan FeedbackDelay = TimeSpan.FromSeconds(10);

    private readonly AnomalyDetectorOptions _options;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly DetectorTrainer _trainer;
    private readonly SnapshotStore? _store;
    private readonly FeedbackMarks _feedback;
    private readonly MinedKeys _minedKeys;
    private readonly DiagnosticLog _diagnostics;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TaskCompletionSource<bool>> _waiters = [];

    private SessionCollector? _collector;
    private LogSeverity _leastSeverity;
    private Thread? _thread;
    private int _savedKeyCount;
    private int _savedSessionCount;
    private long _savedFeedback;
    private long _savedQuarantine;
    private long _savedKeyChanges;
    private long _savedTextChanges;
    private long? _unsavedSince;
    private int _attemptsFailed;
    private volatile DetectorState _state;
    private double _progress;

    public LearningCycle(
        AnomalyDetectorOptions options, LogKeyVocabulary vocabulary, DetectorTrainer trainer, SnapshotStore? store,
        Snapshot? snapshot, FeedbackMarks feedback, MinedKeys minedKeys,
        DiagnosticLog diagnostics)
    {
        _options = options;
        _vocabulary = vocabulary;
        _trainer = trainer;
        _store = store;
        _feedback = feedback;
        _minedKeys = minedKeys;
        _diagnostics = diagnostics;
        _leastSeverity = snapshot?.LeastSeverity ?? LogSeverity.Fatal;
        _savedKeyCount = snapshot?.Templates.Length ?? 0;
        _savedSessionCount = snapshot?.Corpus?.Count ?? 0;
        Model = snapshot?.Model;
        Recent = new RecentSessions(options.Training.RecentSessions, options.Training.SessionLengthLimit, options.Seed);
        _trainedAt = snapshot?.TrainedAt ?? 0;
        Quarantine = new KeyQuarantine(
            options.Version, options.Training.QuarantineTime, snapshot?.Model is null ? null : snapshot.Quarantine,
            snapshot?.Templates.Length ?? 0, vocabulary, feedback, diagnostics);
        if (Model is null)
        {
            _collector = new SessionCollector(options.Training, snapshot?.Corpus ?? new SessionCorpus(), _leastSeverity)
            {
                Values = ParameterValueCollector.For(options),
            };
            _collector.Values?.Begin(snapshot?.Series ?? []);
            _collector.Timed.Begin(snapshot?.Timed ?? []);
        }
        else
        {
            UseModel(Model);
            Trained = snapshot!.Trained;
            BeginRecent(snapshot.Recent ?? new SessionCorpus(), snapshot.Timed, snapshot.Series);
            _state = DetectorState.Detecting;
        }
    }

    /// <summary>What is being done with events; any thread may ask.</summary>
    public DetectorState State => _state;

    /// <summary>The share of the training that is done, 0..1; any thread may ask.</summary>
    public double Progress => Volatile.Read(ref _progress);

    /// <summary>What was learnt; null until then.</summary>
    public SessionModel? Model { get; private set; }

    /// <summary>Watches templates that are new in the application's version.</summary>
    public KeyQuarantine Quarantine { get; }

    /// <summary>Collects sessions; null unless <see cref="DetectorState.Collecting"/>.</summary>
    public SessionCollector? Collector => _state == DetectorState.Collecting ? _collector : null;

    /// <summary>Puts a command into the reader's queue, from the training thread; false once the queue is closed.</summary>
    public required Func<Action, bool> PostToReader { get; init; }

    /// <summary>Called when collecting begins (true) and ends (false).</summary>
    public required Action<bool> OnCollecting { get; init; }

    /// <summary>Starts the training if there is enough to train on.</summary>
    public void TrainIfEnough(long eventTime)
    {
        // After a failure the same sessions would fail again; with twice as many it may have been a passing shortage.
        if (Collector is { } collector && collector.IsEnough(eventTime)
            && (_attemptsFailed == 0 || collector.Corpus.Count >= (long)_options.Training.SessionCount << Math.Min(_attemptsFailed, 30)))
        {
            StartTraining();
        }
    }

    /// <summary>Starts the training with whatever there is.</summary>
    /// <param name="done">Told true once the new model is in use, false where there is nothing to train on or it failed.</param>
    public void Train(TaskCompletionSource<bool> done)
    {
        if (_state == DetectorState.Detecting || _collector is null or { Corpus.Count: 0 })
        {
            done.TrySetResult(false);
            return;
        }

        _waiters.Add(done);
        StartTraining();
    }

    /// <summary>Has a training under way end soon, without a result. Any thread may call it.</summary>
    public void CancelTraining() => _stop.Cancel();

    /// <summary>Saves what is learnt.</summary>
    /// <returns>The folder of the snapshot.</returns>
    /// <exception cref="InvalidOperationException">No folder is set.</exception>
    public string Save()
    {
        if (_store is null)
        {
            throw new InvalidOperationException($"{nameof(AnomalyDetectorOptions)}.{nameof(AnomalyDetectorOptions.ModelPath)} is not set.");
        }

        using var activity = new DetectorActivity("logguard.snapshot.save", _options.Name);
        try
        {
            var folder = SaveNews();
            activity.Tag("logguard.sessions", Model?.SessionCount ?? _collector?.Corpus.Count);
            activity.Tag("logguard.templates", _savedKeyCount);
            activity.End();
            return folder;
        }
        catch (Exception exception)
        {
            activity.Fail(exception);
            throw;
        }
    }

    private string SaveNews()
    {
        // In this order, so that no mark and no mined template names a key that is not among the templates.
        var textChanges = _minedKeys.ChangeCount;
        var minedKeys = _minedKeys.Save();
        var feedback = _feedback.Version;
        var (normal, anomalous) = (_feedback.ToArray(isNormal: true), _feedback.ToArray(isNormal: false));
        var keyChanges = _vocabulary.ChangeCount;
        var templates = _vocabulary.ToArray(out var changes);
        var folder = _store!.Save(new Snapshot(
            _options.Detector, templates, _collector?.LeastSeverity ?? _leastSeverity, Model, _collector?.Corpus)
        {
            KeyChanges = changes,
            NormalPatterns = normal,
            AnomalousPatterns = anomalous,
            StandingPatterns = _feedback.StandingToArray(),
            Recent = Recent.Count == 0 ? null : Recent.All(),
            Timed = (_collector?.Timed ?? Recent.Timed).Sessions,
            Series = (_collector is null ? RecentValues : _collector.Values)?.Series,
            TrainedAt = _trainedAt,
            Trained = Trained,
            Quarantine = Quarantine.State,
            MinedKeys = minedKeys,
        });
        _isModelUnsaved = false;
        _savedQuarantine = Quarantine.ChangeCount;
        _savedTextChanges = textChanges;
        _savedFeedback = feedback;
        _savedKeyChanges = keyChanges;
        _savedKeyCount = templates.Length;
        _savedSessionCount = _collector?.Corpus.Count ?? 0;
        return folder;
    }

    /// <summary>
    /// Ends a training under way without its result, and saves what is not saved yet: the sessions collected so far, or
    /// the keys given since the model was saved.
    /// </summary>
    public void Finish()
    {
        _stop.Cancel();
        _thread?.Join();
        _updateThread?.Join();
        foreach (var waiter in _waiters.Concat(_retrainWaiters).Concat(_feedbackWaiters))
        {
            waiter.TrySetResult(false);
        }

        if (_store is not null && HasNews)
        {
            TrySave();
        }
    }

    // Whether anything is known that the last snapshot does not hold.
    private bool HasNews =>
        (_collector is null ? _vocabulary.Count > _savedKeyCount : _collector.Corpus.Count > _savedSessionCount)
        || _isModelUnsaved
        || Quarantine.ChangeCount != _savedQuarantine
        || _feedback.Version != _savedFeedback
        || _vocabulary.ChangeCount != _savedKeyChanges
        || _minedKeys.ChangeCount != _savedTextChanges;

    /// <summary>Saves what was marked a while ago and is not saved yet.</summary>
    public void SaveFeedbackIfDue()
    {
        if (_store is null || _state != DetectorState.Detecting || (_feedback.Version == _savedFeedback && !_isModelUnsaved))
        {
            return;
        }

        var now = _options.TimeProvider.GetTimestamp();
        _unsavedSince ??= now;
        if (_options.TimeProvider.GetElapsedTime(_unsavedSince.Value, now) >= FeedbackDelay)
        {
            // Where it fails, that was told, and the next try is as far away.
            _unsavedSince = null;
            TrySave();
        }
    }

    /// <summary>Saves what was marked after <see cref="Finish"/>, while the last anomalies were delivered.</summary>
    public void SaveLateFeedback()
    {
        if (_store is not null && _feedback.Version != _savedFeedback)
        {
            TrySave();
        }
    }

    private void StartTraining()
    {
        if (_state != DetectorState.Collecting)
        {
            return;
        }

        // From here on the corpus is only read; sessions are followed on, so that they can be judged afterwards.
        // Keys that are merged later are merged in the model.
        var corpus = _collector!.Corpus.Resolve(_vocabulary);
        var timed = _collector.Timed.ToTraces(_vocabulary);
        _state = DetectorState.Training;
        _minedKeys.Settle();
        OnCollecting(false);
        _diagnostics.Tell($"training on {corpus.Count:N0} sessions with {corpus.EventCount:N0} events and {_vocabulary.Count:N0} templates.");
        var values = _collector.Values;
        var trainer = _trainer.AsOfNow();
        SessionModel? model = null;
        _thread = StartLearning(
            "LogGuard trainer",
            () => Begin("logguard.train", corpus),
            () =>
            {
                var learnt = trainer.Train(corpus, values?.Series, share => Volatile.Write(ref _progress, share), _stop.Token);
                learnt.Workflows = MineWorkflows(learnt, corpus, timed);
                model = learnt;
            },
            "the training failed, and collecting goes on",
            () => Install(model));
    }

    // Every kind of learning runs alike: beside the reader, within a span, and what came of it is the reader's to take in.
    private Thread StartLearning(string name, Func<DetectorActivity> begin, Action learn, string failure, Action install) =>
        OwnWork.Start(name, ThreadPriority.BelowNormal, () =>
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
                _diagnostics.Tell($"{failure}: {exception.GetType().Name}: {exception.Message}");
            }

            // Whoever waits for the model finds the span ended.
            activity.Dispose();
            PostToReader(install);
        });

    private WorkflowSet MineWorkflows(SessionModel learnt, SessionCorpus corpus, IReadOnlyList<WorkflowTrace> timed) => _options.MinesWorkflows
        ? WorkflowTrainer.Train(corpus, timed, learnt.Keys?.Model as LogKeyModel, _vocabulary, _diagnostics, _stop.Token)
        : WorkflowSet.Empty;

    private void Install(SessionModel? model)
    {
        if (model is null)
        {
            _attemptsFailed++;
            _state = DetectorState.Collecting;
            OnCollecting(true);
        }
        else
        {
            // Keys may have been merged while it was trained.
            UseNewModel(model, _options.TimeProvider.GetUtcNow());
            _leastSeverity = _collector!.LeastSeverity;
            BeginRecent(_collector.Corpus, _collector.Timed.Sessions, _collector.Values?.Series, _collector.Timed.Parts);
            _collector = null;
            _state = DetectorState.Detecting;
            _diagnostics.Tell($"detecting, by what {model.SessionCount:N0} sessions taught.");
            if (model.Values is { } values)
            {
                _diagnostics.Tell(values.Describe());
            }

            if (model.Keys is null && _options.Detector != DetectorKind.NewKey)
            {
                _diagnostics.Tell($"no session was longer than Model.WindowSize, {_options.Model.WindowSize}: the {_options.Detector} detector has no sequence to judge.");
            }

            if (_store is not null)
            {
                TrySave();
            }
        }

        foreach (var waiter in _waiters)
        {
            waiter.TrySetResult(model is not null);
        }

        _waiters.Clear();
    }

    private void TrySave()
    {
        try
        {
            Save();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _diagnostics.TellRepeated("saving", _ => $"nothing could be saved in {_store!.Folder}: {exception.Message}");
        }
    }
}
