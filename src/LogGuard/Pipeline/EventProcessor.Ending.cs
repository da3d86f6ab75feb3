using System.Runtime.CompilerServices;
using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>Ends sessions: those that are over by their activity, by silence or by the limit, and those that the host ends.</summary>
internal sealed partial class EventProcessor
{
    /// <summary>Takes note that the root activity of a session has started or stopped.</summary>
    public void OnRootActivity(in LogRecord record)
    {
        var isOpen = _tracker.TryGet(record.Session, out var session);
        if (record.Key == LogKey.RootStarted)
        {
            // The activity continues an open session, and is no late line of an ended one.
            _tracker.Forget(record.Session);
            if (isOpen)
            {
                session!.EndsAfter = long.MaxValue;
            }
        }
        else if (isOpen)
        {
            _tracker.Ending.Add(session!, _tracker.PassedTime);
        }
    }

    /// <summary>Ends the sessions whose root activities stopped before the delay. Later lines open them again.</summary>
    /// <param name="silence">Time since the last event.</param>
    public void EndStopped(TimeSpan silence)
    {
        while (_tracker.Ending.TryTake(_tracker.PassedTime + silence.Ticks, out var session))
        {
            End(session, maySeeLateLines: true);
        }
    }

    /// <summary>Ends all open sessions.</summary>
    public void EndAll()
    {
        ProcessHeld();
        _tracker.ForgetEnded();
        while (_tracker.TryGetOldest(out var session))
        {
            End(session);
        }
    }

    /// <summary>Ends one session.</summary>
    /// <returns>False if it is not open.</returns>
    public bool End(SessionId id)
    {
        if (!_tracker.TryGet(id, out var session))
        {
            return false;
        }

        End(session);
        return true;
    }

    private void EndDue()
    {
        if (_tracker.HasDue)
        {
            EndAllDue();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EndAllDue()
    {
        while (_tracker.TryGetDue(out var session))
        {
            End(session, isEvicted: _tracker.IsTooMany(session) && Learning.IsBetweenSteps(_tracker.SilenceOf(session)));
        }
    }

    // A session that is evicted between two of its events may go on: its missing end is neither learnt nor judged.
    private void End(Session session, bool maySeeLateLines = false, bool isEvicted = false)
    {
        try
        {
            if (session.RestoredFrom != 0 && !_places.IsResumed(session.RestoredFrom))
            {
                // The process that it belonged to has ended, and nothing has continued it since.
                Learning.Collector?.OnInterrupted(session);
                return;
            }

            if (session.IsReopened)
            {
                // Judged, learnt from and counted when it ended for the first time.
                Learning.Collector?.OnInterrupted(session);
                Learning.Recent.OnInterrupted(session);
                return;
            }

            if (_queue.Dropped > 0 && _queue.StampOf(session.Id) != session.DropStamp)
            {
                Learning.Collector?.OnHole(session);
                session.MarkHole(session.Window.Length);
            }

            if (isEvicted)
            {
                Learning.Collector?.OnEvicted(session);
                _diagnostics.TellRepeated(
                    "evicted",
                    count => $"{count:N0} sessions were ended between two events since the last report, because more than Session.OpenLimit were open; their ends are not judged.");
            }
            else if (Learning is { State: DetectorState.Detecting, Model: { } model })
            {
                // The one stream has no end: its silence is the application's, not a session's.
                if (!session.Id.IsStream && model.IsEndAnomalous(session, out var verdict))
                {
                    PromiseWatch.OnReported(session, verdict, session.LastRecord.Severity);
                    Raise(session, _explainer.ExplainEnd(model, session, verdict));
                    Learning.Quarantine.OnReported(session);
                }

                if (!session.Id.IsStream)
                {
                    if (session.Number > _openedBefore)
                    {
                        Learning.Renamed.OnEnd(session);
                    }

                    Learning.Adoption.OnEnd(session, model.SessionCount, _hasUsualCounts);
                    Learning.Promise.OnEnd(session, model, _hasUsualCountsBeside);
                }

                Learning.Recent.OnEnd(session, _tracker.EventTime);
            }

            if (!isEvicted)
            {
                Learning.Collector?.OnEnd(session);
            }
        }
        finally
        {
            try
            {
                _alerts?.OnEnd(session);
            }
            finally
            {
                Counters.SessionsClosed += session.IsReopened ? 0 : 1;
                if (maySeeLateLines)
                {
                    _tracker.CloseForNow(session);
                }
                else
                {
                    _tracker.Close(session);
                }
            }
        }

        TrainIfEnough();
    }
}
