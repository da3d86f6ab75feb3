namespace LogGuard.Primitives;

/// <summary>The target rate of alarms that a number of sessions can show.</summary>
internal static class AttainableRate
{
    // Few sessions can tell no more than the breaks of one session in two trainings.
    private const double LeastSessions = 0.5;

    /// <summary>The target rate; half a session for fewer sessions than 0.5 / rate.</summary>
    /// <param name="target">Alarms per session, 0..1.</param>
    /// <param name="sessions">Number of sessions; at least 1.</param>
    public static double Of(double target, int sessions) => Math.Max(target, LeastSessions / sessions);
}
