using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// The one consumer of the queue. Its thread owns all sessions and all model state, so none of them takes a lock.
/// </summary>
internal sealed class EventReader
{
    // How often the reader looks up while nothing comes: sessions become idle by the clock on the wall, too.
    private static readonly TimeSpan LookUpInterval = TimeSpan.FromSeconds(1);

    // Events between two looks at what goes on beside them: drops, a vocabulary that ran over.
    private const int BatchSize = 1024;

    private readonly AnomalyDetectorOptions _options;
    private readonly EventQueue _queue;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly AnomalyDispatcher _dispatcher;
    private readonly DiagnosticLog _diagnostics;
    private readonly AnomalyExplainer _explainer;
    private readonly HashSet<int> _closingKeys;
    private readonly DropLedger _drops;
    private readonly SessionTracker _tracker;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    private long _processedAtLookUp;
    private long _lastRecordAt;
    private long _toldDrops;
    private long _toldOverflow;

    public EventReader(
        AnomalyDetectorOptions options, EventQueue queue, LogKeyVocabulary vocabulary, DetectorTrainer trainer,
        SnapshotStore? store, Snapshot? snapshot, AnomalyDispatcher dispatcher, DiagnosticLog diagnostics)
    {
        _options = options;
        _queue = queue;
        _vocabulary = vocabulary;
        _dispatcher = dispatcher;
        _diagnostics = diagnostics;
        _explainer = new AnomalyExplainer(vocabulary, options.ExpectedStepLimit);

        // One that finds no room in the vocabulary is the unknown key, which many other templates are, too.
        _closingKeys = [.. options.Session.ClosingTemplates.Select(vocabulary.GetOrAdd).Where(key => key != LogKey.Unknown)];
        _drops = new DropLedger(options.Session.IdleTimeout);

        // Wide enough for a saved model's windows, and for the recent steps that an anomaly shows.
        var windowSize = Math.Max(options.Model.WindowSize, snapshot?.Model?.WindowSize ?? 0);
        _tracker = new SessionTracker(windowSize, options.Session.OpenLimit, options.Session.IdleTimeout, options.TimeProvider)
        {
            Collects = snapshot?.Model is null,
        };
        Learning = new LearningCycle(options, vocabulary, trainer, store, snapshot, diagnostics)
        {
            PostToReader = command => queue.PostAsync(command).AsTask().GetAwaiter().GetResult(),
            OnCollecting = SwitchCollecting,
        };
        _lastRecordAt = options.TimeProvider.GetTimestamp();
        CountSessions();
        _thread = OwnWork.Start("LogGuard reader", ThreadPriority.Normal, Run);
    }

    public ReaderCounters Counters { get; } = new();

    public LearningCycle Learning { get; }

    /// <summary>Done when the reader has ended: commands are not worked off any more.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Waits for the reader to end, once the queue is closed.</summary>
    /// <returns>False where time ran out.</returns>
    public bool Join(TimeSpan timeout) => Thread.CurrentThread == _thread || _thread.Join(timeout);

    /// <summary>Ends all open sessions. As a command only.</summary>
    public void EndAll()
    {
        while (_tracker.TryGetOldest(out var session))
        {
            End(session);
        }
    }

    /// <summary>Ends one session, if it is open. As a command only.</summary>
    public void End(SessionId id)
    {
        if (_tracker.TryGet(id, out var session))
        {
            End(session);
        }
    }

    private void Run()
    {
        var sinceLookUp = 0;
        while (!_queue.IsFinished)
        {
            if (_queue.TryRead(out var record))
            {
                Work(record);
                if (++sinceLookUp < BatchSize)
                {
                    continue;
                }
            }
            else
            {
                _queue.WaitToRead(LookUpInterval);
            }

            sinceLookUp = 0;
            Guard("looking after sessions", LookUp);
        }

        Guard("shutting down", Finish);
        _finished.SetResult();
    }

    private void Work(in LogRecord record)
    {
        try
        {
            if (record.Key == EventQueue.CommandKey)
            {
                ((Action)record.Line!)();
            }
            else
            {
                Counters.Processed++;
                Process(record);
            }
        }
        catch (Exception exception)
        {
            Counters.Failed++;
            TellFailure("working off an event", exception);
        }

        CountSessions();
    }

    private void Process(in LogRecord record)
    {
        var timestamp = _tracker.Advance(record.Timestamp);
        while (_tracker.TryGetDue(out var due))
        {
            End(due);
        }

        var session = _tracker.GetOrOpen(record.Session, timestamp);
        var model = Learning.State == DetectorState.Detecting ? Learning.Model : null;
        if (_drops.HasHoleBefore(session, record, timestamp))
        {
            session.MarkHole(session.Window.Length);
        }

        session.DropStamp = record.DropStamp;
        Counters.UnknownKeys += record.Key == LogKey.Unknown ? 1 : 0;

        var isAnomalous = false;
        if (model is not null)
        {
            Counters.Scored++;
            isAnomalous = model.IsAnomalous(session, record.Key, out var verdict);
            if (isAnomalous)
            {
                Raise(session, _explainer.Explain(model, session, record, verdict));
            }
        }

        session.Append(record.Key);
        session.LastRecord = record;
        if (isAnomalous)
        {
            session.SkipWindow(model!.WindowSize);
        }

        Learning.Collector?.OnEvent(session, record, timestamp);
        if (_closingKeys.Contains(record.Key))
        {
            End(session);
        }
    }

    private void End(Session session)
    {
        try
        {
            if (_queue.Dropped > 0 && _queue.StampOf(session.Id) != session.DropStamp)
            {
                session.MarkHole(session.Window.Length);
            }

            if (Learning is { State: DetectorState.Detecting, Model: { } model } && model.IsEndAnomalous(session, out var verdict))
            {
                Raise(session, _explainer.ExplainEnd(model, session, verdict));
            }

            Learning.Collector?.OnEnd(session);
        }
        finally
        {
            _tracker.Close(session);
            Counters.SessionsClosed++;
        }

        Learning.TrainIfEnough(_tracker.EventTime);
    }

    private void Raise(Session session, Anomaly anomaly)
    {
        session.AnomalyCount++;
        Counters.Anomalies++;
        _dispatcher.Post(anomaly);
    }

    private void SwitchCollecting(bool collects)
    {
        _tracker.Collects = collects;
        if (!collects)
        {
            foreach (var session in _tracker.All())
            {
                session.StopCollecting();
            }
        }
    }

    // Everything that need not be looked at with every event.
    private void LookUp()
    {
        var now = _options.TimeProvider.GetTimestamp();
        if (Counters.Processed != _processedAtLookUp)
        {
            _processedAtLookUp = Counters.Processed;
            _lastRecordAt = now;
        }
        else if (_options.TimeProvider.GetElapsedTime(_lastRecordAt, now) > _options.Session.IdleTimeout)
        {
            // Event time stands still while nothing at all is logged; the clock on the wall does not.
            EndAll();
        }

        CountSessions();
        Learning.TrainIfEnough(_tracker.EventTime);
        TellDrops();
        TellOverflow();
    }

    private void CountSessions()
    {
        Counters.OpenSessions = _tracker.OpenCount;
        if (Learning.Collector is { } collector)
        {
            Counters.SessionsCollected = collector.Corpus.Count;
        }
    }

    private void TellDrops()
    {
        var dropped = _queue.Dropped;
        if (dropped > _toldDrops)
        {
            _diagnostics.TellRepeated(
                "dropped",
                count => $"{count:N0} events dropped since last told, queue limit {_options.Queue.Limit:N0}; the sessions that they may belong to are not judged there.",
                dropped - _toldDrops);
            _toldDrops = dropped;
        }
    }

    private void TellOverflow()
    {
        var overflow = _vocabulary.OverflowCount;
        if (overflow > _toldOverflow)
        {
            _diagnostics.TellRepeated(
                "vocabulary",
                count => $"the vocabulary is full at {_vocabulary.Limit:N0} templates, and {count:N0} events since last told had others, "
                    + $"as messages built with string interpolation do. The first one: {Wording.Quote(_vocabulary.OverflowExample ?? "")}",
                overflow - _toldOverflow);
            _toldOverflow = overflow;
        }
    }

    private void Finish()
    {
        if (Learning.Collector is { } collector)
        {
            foreach (var session in _tracker.All())
            {
                collector.OnInterrupted(session);
            }
        }
        else
        {
            EndAll();
        }

        Learning.Finish();
        TellDrops();
        Counters.OpenSessions = 0;
    }

    private void Guard(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            TellFailure(what, exception);
        }
    }

    private void TellFailure(string what, Exception exception) => _diagnostics.TellRepeated(
        what + exception.GetType().FullName,
        count => $"{what} failed with {exception.GetType().Name}, {count:N0} times since last told: {exception.Message}");
}
