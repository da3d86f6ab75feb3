using System.Collections.Immutable;
using LogGuard.Diagnostics;
using LogGuard.Sequences;

namespace LogGuard.Alerts;

/// <summary>
/// Handles an anomaly apart from its delivery: session scores, spans, session watchers and alerts. Called by the reader. The
/// counters may be read by any thread.
/// </summary>
internal sealed class AlertService(AlertOptions options, AlertPolicy policy, SessionScoreTable scores, SpanTable? spans, DiagnosticLog diagnostics)
{
    // Keeps spans readable: the first anomalies show what is wrong with a session.
    private const int MarksPerSession = 10;

    private ImmutableArray<ISessionObserver> _observers = [];
    private long _spansMarked;
    private long _toldForgotten;

    /// <summary>The next time at which <see cref="Advance"/> has work, in UTC ticks.</summary>
    public long DueAt => policy.DueAt;

    /// <summary>Anomalies added to live spans.</summary>
    public long SpansMarked => Volatile.Read(ref _spansMarked);

    /// <summary>Calls an observer until <see cref="Remove"/>. Any thread.</summary>
    public void Add(ISessionObserver observer) => ImmutableInterlocked.Update(ref _observers, list => list.Add(observer));

    /// <summary>Calls an observer no longer. Any thread.</summary>
    public void Remove(ISessionObserver observer) => ImmutableInterlocked.Update(ref _observers, list => list.Remove(observer));

    /// <summary>Called before the anomaly is delivered.</summary>
    public void OnAnomaly(Session session, Anomaly anomaly)
    {
        session.RaisedCount++;
        scores.OnAnomaly(session, anomaly);
        if (spans is not null && session.RaisedCount <= MarksPerSession && spans.Mark(anomaly, Fingerprint.Of(anomaly)))
        {
            _spansMarked++;
        }

        Notify(session, anomaly);
    }

    /// <summary>Called after the anomaly is delivered, so that its alert is delivered after it.</summary>
    public void Alert(Session session, Anomaly anomaly, long now)
    {
        var mayOpen = session.Id.IsStream || session.OpenedAlerts < options.SessionLimit;
        if (policy.Note(anomaly, session.Number, mayOpen, now))
        {
            session.OpenedAlerts++;
        }
    }

    /// <summary>Called after an anomaly that belongs to no session is delivered.</summary>
    public void Alert(Anomaly anomaly, long now) => policy.Note(anomaly, session: 0, mayOpen: true, now);

    public void OnEnd(Session session)
    {
        if (session.RaisedCount > 0)
        {
            scores.OnEnd(session);
        }

        Notify(session, null);
    }

    public void Advance(long now)
    {
        policy.Advance(now);
        TellForgotten();
    }

    public void Finish()
    {
        TellForgotten();
        if (policy.Held > 0)
        {
            diagnostics.Tell($"{policy.Held:N0} anomalies were counted and are in no alert yet.");
        }
    }

    private void Notify(Session session, Anomaly? anomaly)
    {
        foreach (var observer in _observers)
        {
            try
            {
                if (anomaly is not null)
                {
                    observer.OnAnomaly(session.Id, anomaly);
                }
                else
                {
                    observer.OnEnd(new EndedSession(session.Id, session.Length, session.RaisedCount, session.HasHole, session.MissesValues));
                }
            }
            catch (Exception exception)
            {
                // A failing watcher must not lose an anomaly or the end of a session.
                diagnostics.TellRepeated(
                    "watcher" + exception.GetType().FullName,
                    count => $"watching sessions failed with {exception.GetType().Name}, {count:N0} times since the last message: {exception.Message}");
            }
        }
    }

    private void TellForgotten()
    {
        if (policy.Forgotten > _toldForgotten)
        {
            diagnostics.TellRepeated(
                "alerts forgotten",
                count => $"{count:N0} anomalies since the last message are in no alert: they were suppressed or marked normal, or there were more than {options.FingerprintLimit:N0} causes at a time.",
                policy.Forgotten - _toldForgotten);
            _toldForgotten = policy.Forgotten;
        }
    }
}
