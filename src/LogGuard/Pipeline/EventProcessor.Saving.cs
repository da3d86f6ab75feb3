using System.Runtime.CompilerServices;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;
using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>Saves the open sessions, and continues those of the process before.</summary>
internal sealed partial class EventProcessor
{
    // No names of questions, which have no hyphen.
    private const string PromisePart = "promise-watch";
    private const string AdoptionPart = "key-adoption";

    // Reports of the process before that may come again while a text log is read again from its position.
    private readonly HashSet<DeliveredReport> _delivered = [];
    private TextLogPlaces _places = new([]);
    private bool _isComplete;
    private bool _isFirstSinceRestart;
    private bool _startsWithModel;

    /// <summary>Whether an event waits for the next one, so that no session holds it yet.</summary>
    public bool IsHolding => _timeline.IsHolding;

    /// <summary>Whether a session is open.</summary>
    public bool HasOpenSessions => _tracker.OpenCount > 0;

    /// <summary>Continues the sessions of the process before. Called before the first event.</summary>
    /// <param name="saved">The sessions; null if there are none.</param>
    /// <param name="delivered">The reports that were delivered after they were saved.</param>
    /// <param name="places">The text logs.</param>
    /// <param name="now">The time by the clock, in UTC ticks.</param>
    /// <returns>A reason why a part of them cannot be continued; null if all can.</returns>
    public string? Restore(SavedSessions? saved, IEnumerable<DeliveredReport> delivered, TextLogPlaces places, long now)
    {
        _places = places;
        _startsWithModel = Learning.Model is not null;
        if (saved is null)
        {
            return null;
        }

        _isComplete = saved.IsComplete;
        _delivered.UnionWith(saved.Reports);
        _delivered.UnionWith(delivered);

        // A text log waits where it was, an application does not: its sessions have become idle meanwhile.
        var stopped = Math.Max(0, now - saved.Saved);
        var passed = saved.TextLogs.Count == 0 && Math.Abs(saved.EventTime - saved.Saved) <= _idleTicks ? stopped : 0;
        _tracker.RestoreTime(saved.EventTime + passed, saved.OpenedCount);
        _openedBefore = saved.OpenedCount;
        foreach (var session in saved.Sessions)
        {
            if (session.TextLog == 0 && session.IdleTicks + stopped > _idleTicks)
            {
                LearnInterrupted(session);
            }
            else
            {
                _tracker.Restore(session, session.IdleTicks + passed);
            }
        }

        CountSessions();
        return RestoreQuestions(saved);
    }

    /// <summary>Continues the sessions that another detector on the same folder had open when it ended, during the run.</summary>
    /// <param name="saved">The sessions.</param>
    /// <param name="keys">Leads to the keys here.</param>
    /// <param name="now">The time by the clock, in UTC ticks.</param>
    /// <returns>Number of sessions that are neither continued nor learnt.</returns>
    public int TakeOver(SavedSessions saved, KeyMap keys, long now)
    {
        var left = 0;
        var stopped = Math.Max(0, now - saved.Saved);
        _isComplete = saved.IsComplete;
        if (_tracker.EventTime == long.MinValue && saved.Sessions.Count > 0)
        {
            _tracker.RestoreTime(saved.EventTime, saved.OpenedCount);
        }

        foreach (var session in saved.Sessions)
        {
            // The sessions of a text log go on where it is read, and this detector reads its own.
            var here = session.WithKeys(keys.Of, keepsCollected: Learning.Collector is not null);
            var isContinued = session.TextLog == 0 && session.IdleTicks + stopped <= _idleTicks && !_tracker.TryGet(session.Id, out _)
                && _tracker.Restore(here, idleTicks: 0) is not null;
            if (!isContinued)
            {
                LearnInterrupted(here);
                left += here.Keys is null ? 1 : 0;
            }
        }

        CountSessions();
        return left;
    }

    /// <summary>Writes the reader's part of a save.</summary>
    /// <param name="limit">Most sessions that are saved.</param>
    /// <param name="left">Number of sessions above the limit, which are those with the oldest last event.</param>
    public byte[] SaveState(int limit, out int left)
    {
        var count = 0;
        var notSaved = 0;

        // Room for as much as last time: growing by doubling takes up to three times that, which a small heap may not have.
        using var stream = new MemoryStream(_stateLength + _stateLength / 8);
        _delivered.RemoveWhere(report => _tracker.EventTime - report.Timestamp > TimeSpan.TicksPerDay);
        var state = new RunningState(
            _tracker.EventTime, _tracker.OpenedCount, Learning.Quarantine.State, Learning.Model?.Questions ?? [], _delivered)
        {
            Rates = _rates?.Save(_vocabulary.Count),
            Parts = Learning.State == DetectorState.Detecting ? [(PromisePart, Learning.Promise.Save), (AdoptionPart, Learning.Adoption.Save)] : [],
        };
        OpenSessionsFile.WriteState(stream, state, writer =>
        {
            foreach (var session in _tracker.NewestFirst())
            {
                if (!IsSaved(session))
                {
                    continue;
                }

                if (count == limit || stream.Length > OpenSessionsFile.SessionsLimit)
                {
                    notSaved++;
                    continue;
                }

                count++;
                writer.Write(true);
                session.Save(
                    writer, TextLogOf(session), _tracker.PassedTime,
                    hasHole: _queue.Dropped > 0 && _queue.StampOf(session.Id) != session.DropStamp, savesKeys: Learning.Collector is not null);
            }
        });
        left = notSaved;
        _stateLength = (int)stream.Length;
        return stream.ToArray();
    }

    // A text log that is read from its beginning each time has its sessions anew, too. A value of the application's own type may
    // have no text.
    private static bool IsSaved(Session session)
    {
        if (session.RestoredFrom == 0 && session.LastRecord.Renderer is TextLineRenderer { TextLog: 0 })
        {
            return false;
        }

        try
        {
            return session.Length > 0 && (session.Id.IsStream || session.Id.ToString().Length > 0);
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static int TextLogOf(Session session) => session.RestoredFrom > 0 ? session.RestoredFrom
        : session.LastRecord.Renderer is TextLineRenderer text ? text.TextLog
        : 0;

    // The first event of a session in this process. Returns the session, or a new one if the earlier session has ended. NoInlining: keeps
    // the hot method small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Session Begin(Session session, in LogRecord record, long timestamp)
    {
        var restoredFrom = session.RestoredFrom;
        if (restoredFrom > 0)
        {
            if (!_places.IsResumed(restoredFrom) || record.Renderer is not TextLineRenderer text || text.TextLog != restoredFrom)
            {
                End(session);
                session = _tracker.GetOrOpen(record.Session, timestamp);
            }
        }
        else if (restoredFrom == Session.RestoredInProcess)
        {
            // Time passed while no process ran.
            _isFirstSinceRestart = true;
            if (!_isComplete || session.Id.IsStream)
            {
                LeaveHole(session);
            }
        }
        else if (_startsWithModel && session.Id.IsStream && _coldStart.IsLive(record))
        {
            // The stream of an application goes on in each of its processes, and begins nowhere.
            _startsWithModel = false;
            session.SkipWindow(_windowSize);
        }

        session.RestoredFrom = 0;
        if (session.Length == 0)
        {
            _firstKeys.Add(record.Key);
        }

        return session;
    }

    private void LeaveHole(Session session)
    {
        Learning.Collector?.OnHole(session);
        session.MarkHole(_windowSize);
    }

    // A line of the host's own start or stop belongs to no session.
    private void Pass(in LogRecord record)
    {
        Counters.Scored += Learning.State == DetectorState.Detecting ? 1 : 0;
        record.ReleaseLine();
    }

    private void LearnInterrupted(SavedSession saved)
    {
        if (Learning.Collector is { } collector && saved.Keys is not null)
        {
            var session = new Session(_windowSize);
            session.Open(saved.Id, collects: false);
            session.Restore(saved);
            collector.OnInterrupted(session);
        }
    }

    private string? RestoreQuestions(SavedSessions saved)
    {
        if (Learning.Model is not { } model)
        {
            return null;
        }

        foreach (var question in model.Questions.OfType<Detection.IRunningQuestion>())
        {
            if (Restore(saved, question.Name, question.RestoreRunning) is { } reason)
            {
                return $"the running state of the question {question.Name} cannot be used: {reason}";
            }
        }

        var fault = Restore(saved, PromisePart, reader => Learning.Promise.Restore(reader, model)) ?? Restore(saved, AdoptionPart, Learning.Adoption.Restore);
        return fault is null ? null : $"what was counted of normal sessions cannot be used: {fault}";
    }

    // Returns the reason why a part cannot be restored; null if it was, or is not there.
    private static string? Restore(SavedSessions saved, string name, Action<BinaryReader> restore)
    {
        if (!saved.Questions.TryGetValue(name, out var state))
        {
            return null;
        }

        try
        {
            using var reader = new BinaryReader(new MemoryStream(state, writable: false));
            restore(reader);
            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or FormatException)
        {
            return exception.Message;
        }
    }
}
