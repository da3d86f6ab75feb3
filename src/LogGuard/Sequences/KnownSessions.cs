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
    /// The session whose id an anomaly shows as the text of this id: a hash as it stands, and <c>stream</c> for the one stream. For
    /// callers that pass on what an anomaly shows; the value of the session property comes first.
    /// </summary>
    public static SessionId AsShown(SessionId session) =>
        session == _shownStream ? SessionId.Stream : session;
}
