namespace LogGuard.Sequences;

/// <summary>The id by which the detector knows a session.</summary>
internal static class KnownSessions
{
    /// <summary>The id itself, or its hash if session ids are hashed.</summary>
    /// <param name="rules">The capture rules; null if everything is captured.</param>
    /// <param name="session">The session id of an event.</param>
    public static SessionId KnownAs(this CaptureRules? rules, SessionId session) => rules?.Apply(session) ?? session;
}
