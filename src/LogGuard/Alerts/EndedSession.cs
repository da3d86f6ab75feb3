using LogGuard.Primitives;

namespace LogGuard;

/// <summary>A session that has ended, as reported to an <see cref="ISessionObserver"/>.</summary>
/// <param name="Id">The session, by the id of <see cref="EventIntake.KnownAs"/>.</param>
/// <param name="EventCount">Number of its events.</param>
/// <param name="AnomalyCount">Number of anomalies raised in it.</param>
/// <param name="HasHole">Whether events of it may have been dropped by a full queue: it was then judged only in part.</param>
/// <param name="MissesValues">Whether values of some of its events could not be read, and were not judged.</param>
public readonly record struct EndedSession(SessionId Id, long EventCount, int AnomalyCount, bool HasHole, bool MissesValues)
{
    /// <summary>Returns the session and its counts.</summary>
    public override string ToString() => FormattableString.Invariant($"{PlainText.Escape(Id.ToString())}: {EventCount} events, {AnomalyCount} anomalies");
}
