using LogGuard.Alerts;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>
/// Saves the open sessions every few seconds and when the detector is disposed of. While no text log queues an event, a command
/// is queued for the reader, and the positions of the text logs are noted: when the reader arrives at the command, the sessions
/// hold exactly the events up to those positions. The reader copies the sessions. Once the anomalies that were raised before
/// are delivered, a thread of its own writes the file, and the causes of alerts beside it.
/// </summary>
internal sealed class SessionSaver
{
    // A save costs the reader at most one part in this many of its time.
    private const int CostFactor = 100;

    private readonly SessionOptions _options;
    private readonly SessionStore _store;
    private readonly EventQueue _queue;
    private readonly EventProcessor _processor;
    private readonly AnomalyDispatcher _dispatcher;
    private readonly AlertHub _alerts;
    private readonly TextLogPlaces _places;
    private readonly ReportJournal _journal;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly MinedKeys _minedKeys;
    private readonly DiagnosticLog _diagnostics;
    private readonly TimeProvider _timeProvider;
    private readonly string _grouping;
    private readonly SemaphoreSlim _wakeUp = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _thread;

    // The templates as they were saved last, and what tells whether they have changed.
    private (int Count, long Changes, MinedKeysState? Mined) _savedKeys = (-1, 0, null);
    private MinedKeysState? _mined;
    private long _minedChanges = -1;
    private byte[] _keys = [];
    private object? _model;
    private long _savedAt;
    private long _processed;
    private TimeSpan _cost;
    private volatile bool _isBusy;
    private bool _isLimitTold;

    public SessionSaver(
        AnomalyDetectorOptions options, SessionStore store, EventQueue queue, EventProcessor processor, AnomalyDispatcher dispatcher,
        AlertHub alerts, TextLogPlaces places, ReportJournal journal, LogKeyVocabulary vocabulary, MinedKeys minedKeys, DiagnosticLog diagnostics)
    {
        (_options, _store, _queue, _processor, _dispatcher, _places, _journal) = (options.Session, store, queue, processor, dispatcher, places, journal);
        _alerts = alerts;
        (_vocabulary, _minedKeys, _diagnostics, _timeProvider) = (vocabulary, minedKeys, diagnostics, options.TimeProvider);
        _grouping = GroupingOf(options);
        _savedAt = _timeProvider.GetTimestamp();
        _model = processor.Learning.Model;
        _thread = ReentrancyGuard.Start("LogGuard sessions", ThreadPriority.BelowNormal, Run);
    }

    /// <summary>The settings that decide which events form a session.</summary>
    public static string GroupingOf(AnomalyDetectorOptions options) => $"{options.Detector} {options.Session.Property}";

    /// <summary>Whether a detector saves its open sessions. Hashes of a random key are other ones in the next process.</summary>
    public static bool IsFor(AnomalyDetectorOptions options) => options.ModelPath is not null && options.Session.SavedLimit > 0
        && !(options.Capture.HashSessionIds && options.Capture.HashKey is null);

    /// <summary>Starts a save if the interval has passed and events were processed since. Only the reader calls it.</summary>
    public void SaveIfDue()
    {
        if (_isBusy || _options.SaveInterval is not { } interval || _processor.Counters.Processed == _processed || !_store.IsOwner)
        {
            return;
        }

        // A new model was saved already: sessions saved before it were judged by another one, or by none.
        var passed = _timeProvider.GetElapsedTime(_savedAt);
        if ((passed >= interval && passed >= CostFactor * _cost) || !ReferenceEquals(_processor.Learning.Model, _model))
        {
            _model = _processor.Learning.Model;
            _isBusy = true;
            _wakeUp.Release();
        }
    }

    /// <summary>Closes the queue behind the last whole event of each text log, and ends the saves during the run.</summary>
    /// <param name="timeout">How long to wait for a text log that is queueing an event.</param>
    /// <param name="begin">Receives the last save before the queue is closed: the reader may end at once after that.</param>
    /// <returns>The last save, to be filled in by <see cref="Copy"/>; null if a text log's position is not known.</returns>
    public SessionsSave? Stop(TimeSpan timeout, Action<SessionsSave> begin)
    {
        _stopping.Cancel();
        var save = new SessionsSave { Grouping = _grouping, Number = _journal.Number + 1, IsComplete = true };
        return _places.TryFreeze(timeout, logs =>
        {
            save.TextLogs = logs;
            begin(save);
            _queue.Close();
        })
            ? save
            : null;
    }

    /// <summary>Copies the sessions at the end of the reader, after the snapshot was saved.</summary>
    public void Copy(SessionsSave save)
    {
        // A detector that has seen nothing writes nothing.
        var isNeeded = _store.IsOwner && _processor.Counters.Processed > 0 && (_processor.HasOpenSessions || _places.Any || _store.Exists);
        if (isNeeded && _processor.Learning.PrepareSessionSave(isLast: true))
        {
            save.Keys = KeysState.Save(_vocabulary, _minedKeys.Save());
            save.State = SaveState();
        }
    }

    /// <summary>Writes the last save, once the reader has ended and the anomalies are delivered.</summary>
    /// <param name="save">The save; null if there is none.</param>
    /// <param name="isWhole">Whether all events were processed and all anomalies delivered.</param>
    /// <param name="timeout">How long to wait for a save that is being written.</param>
    public void Finish(SessionsSave? save, bool isWhole, TimeSpan timeout)
    {
        _journal.Dispose();
        _thread.Join(timeout);

        // The save before this one is right for a text log: it is read again from there.
        if (save is { State.Length: > 0 } && (isWhole || !_places.Any))
        {
            Write(save);
        }
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                _wakeUp.Wait(_stopping.Token);
                Save();
                _isBusy = false;
            }
        }
        catch (OperationCanceledException)
        {
            // The detector is disposed of, and saves the sessions at the end.
        }
        catch (Exception exception)
        {
            _diagnostics.Warn($"the open sessions are no longer saved: {exception.GetType().Name}: {exception.Message}");
        }
    }

    /// <summary>Saves the open sessions now.</summary>
    public void Save()
    {
        var save = new SessionsSave { Grouping = _grouping, Number = _journal.Number + 1 };
        using var isCopied = new ManualResetEventSlim();
        var isPosted = false;
        SavedAlerts? alerts = null;
        _places.TryFreeze(Timeout.InfiniteTimeSpan, logs =>
        {
            save.TextLogs = logs;
            save.Mined = SaveMined();
            isPosted = _queue.Post(() =>
            {
                alerts = _alerts.TakeState();
                CopyOrGiveUp(save, isCopied);
            });
        });
        if (isPosted)
        {
            isCopied.Wait(_stopping.Token);
            if (save.State.Length > 0)
            {
                Write(save);
            }

            _alerts.Save(alerts);
        }
    }

    private void Write(SessionsSave save)
    {
        save.Saved = _timeProvider.GetUtcNow().UtcTicks;
        if (_store.Save(save))
        {
            _places.SavePositions(save.TextLogs);
        }
    }

    // On the reader's thread.
    private void CopyOrGiveUp(SessionsSave save, ManualResetEventSlim isCopied)
    {
        var started = _timeProvider.GetTimestamp();
        (_savedAt, _processed) = (started, _processor.Counters.Processed);
        var isPosted = false;
        try
        {
            if (!_processor.IsHolding && _processor.Learning.PrepareSessionSave(isLast: false))
            {
                // The templates of all keys in the sessions: the vocabulary only grows.
                save.Keys = SaveKeys(save.Mined);
                save.State = SaveState();
                _cost = _timeProvider.GetElapsedTime(started);
                isPosted = _dispatcher.Post(() =>
                {
                    // The anomalies that were raised before the save are delivered.
                    _journal.Begin(save.Number);
                    Release(isCopied);
                });
            }
        }
        finally
        {
            if (!isPosted)
            {
                save.State = [];
                Release(isCopied);
            }
        }
    }

    // The waiting thread may have been stopped.
    private static void Release(ManualResetEventSlim isCopied)
    {
        try
        {
            isCopied.Set();
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any longer.
        }
    }

    private byte[] SaveState()
    {
        var state = _processor.SaveState(_options.SavedLimit, out var left);
        if (left > 0 && !_isLimitTold)
        {
            _isLimitTold = true;
            _diagnostics.Warn($"more sessions are open than Session.SavedLimit, {_options.SavedLimit:N0}, or than 64 MB hold: the {left:N0} with the oldest last event are not saved for the next process.");
        }

        return state;
    }

    private MinedKeysState? SaveMined()
    {
        if (_minedKeys.ChangeCount is var changes && changes != _minedChanges)
        {
            (_mined, _minedChanges) = (_minedKeys.Save(), changes);
        }

        return _mined;
    }

    private byte[] SaveKeys(MinedKeysState? mined)
    {
        var now = (_vocabulary.Count, _vocabulary.ChangeCount, mined);
        if (now != _savedKeys)
        {
            (_keys, _savedKeys) = (KeysState.Save(_vocabulary, mined), now);
        }

        return _keys;
    }
}
