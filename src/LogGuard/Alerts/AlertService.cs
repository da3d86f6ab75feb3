using System.Collections.Immutable;
using LogGuard.Diagnostics;
using LogGuard.Sequences;

namespace LogGuard.Alerts;

/// <summary>
/// Handles an anomaly apart from its delivery: session scores, spans, session watchers and alerts. Called by the reader. The
/// counters may be read by any thread.
/// </summary>
internal sealed class AlertService(
    AlertOptions options, AlertPolicy policy, FingerprintMaker fingerprints, SessionScoreTable scores, SpanTable? spans, DiagnosticLog diagnostics)
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

    /// <summary>The fingerprint of an anomaly's cause. Any thread.</summary>
    public string FingerprintOf(Anomaly anomaly) => fingerprints.Of(anomaly).Fingerprint;

    /// <summary>Calls an observer until <see cref="Remove"/>. Any thread.</summary>
    public void Add(ISessionObserver observer) => ImmutableInterlocked.Update(ref _observers, list => list.Add(observer));

    /// <summary>Calls an observer no longer. Any thread.</summary>
    public void Remove(ISessionObserver observer) => ImmutableInterlocked.Update(ref _observers, list => list.Remove(observer));

    /// <summary>Called before the anomaly is delivered.</summary>
    public void OnAnomaly(Session session, Anomaly anomaly)
    {
        session.RaisedCount++;
        scores.OnAnomaly(session, anomaly);
        if (spans is not null && session.RaisedCount <= MarksPerSession && spans.Mark(anomaly, FingerprintOf(anomaly)))
        {
            _spansMarked++;
        }

        Notify(session, anomaly);
    }

    /// <summary>Called after the anomaly is delivered, so that its alert is delivered after it.</summary>
    public void Alert(Session session, Anomaly anomaly, long now)
    {
        var rank = SeverityRule.RankOf(anomaly);
        var mayOpen = session.Id.IsStream || session.OpenedAlerts < options.SessionLimit || rank > session.AlertRank;
        if (policy.Note(anomaly, session.Id.IsStream ? 0 : session.Number, mayOpen, now))
        {
            session.OpenedAlerts++;
            session.AlertRank = Math.Max(session.AlertRank, rank);
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
            diagnostics.Tell($"{Wording.Count(policy.Held, "anomaly")} {Wording.Were(policy.Held)} counted and {(policy.Held == 1 ? "is" : "are")} in no alert yet.");
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
                    count => $"watching sessions failed with {exception.GetType().Name} {Wording.Times(count)} since the last message: {exception.Message}");
            }
        }
    }

    private void TellForgotten()
    {
        if (policy.Forgotten > _toldForgotten)
        {
            diagnostics.TellRepeated(
                "alerts forgotten",
                count => $"{Wording.Count(count, "anomaly")} since the last message {(count == 1 ? "is" : "are")} in no alert: suppressed or marked normal, or there were more than {options.FingerprintLimit:N0} causes at a time.",
                policy.Forgotten - _toldForgotten);
            _toldForgotten = policy.Forgotten;
        }
    }
}
