namespace LogGuard.Sequences;

/// <summary>The id by which the detector knows a session.</summary>
internal static class KnownSessions
{
    private static readonly SessionId _shownStream = SessionId.From(SessionId.Stream.ToString());

    /// <summary>The id itself, or its hash if session ids are hashed.</summary>
    /// <param name="rules">The capture rules; null if everything is captured.</param>
    /// <param name="session">The session id of an event.</param>
    public static SessionId KnownAs(this CaptureRules? rules, SessionId session) => rules?.Apply(session) ?? session;

    /// <summary>
    /// The ids by which the detector may know a session that a caller names: by the value of its property, by the text that an anomaly
    /// shows, which may be a hash or <c>stream</c>, or by the value of a text log's field that is hashed there only.
    /// </summary>
    public static IEnumerable<SessionId> CandidatesOf(this CaptureRules? rules, SessionId named)
    {
        yield return rules.KnownAs(named);
        yield return named == _shownStream ? SessionId.Stream : named;
        if (rules is { HashesSessions: false })
        {
            yield return rules.Hashed(named);
        }
    }
}
