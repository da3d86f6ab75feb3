using LogGuard.Keys;
using LogGuard.Sequences;
using LogGuard.Workflows;

namespace LogGuard.Detection;

/// <summary>
/// Finds where in a workflow an anomaly is, by following its session through the workflow: as a whole if it is one, otherwise
/// task by task. Called for anomalies only, so that detection itself costs nothing more. Only accessed by the reader.
/// </summary>
/// <remarks>Du et al., DeepLog (CCS 2017), section 4.4.2, and 5.5 for the step that explains a slow one.</remarks>
internal sealed class WorkflowLocator(LogKeyVocabulary vocabulary)
{
    private readonly SessionLocator _sessions = new(vocabulary);
    private readonly TaskLocator _tasks = new(vocabulary);

    /// <summary>Places an event that is anomalous, before it is added to its session.</summary>
    /// <param name="model">The learnt model.</param>
    /// <param name="session">Its session.</param>
    /// <param name="key">Its key.</param>
    /// <param name="timestamp">When it happened, in UTC ticks.</param>
    /// <param name="verdict">The finding.</param>
    /// <returns>Null if no workflow fits, or too little of the session is known.</returns>
    public WorkflowContext? Locate(SessionModel model, Session session, int key, long timestamp, Verdict verdict)
    {
        if (model.Workflows.Workflows.Count == 0)
        {
            return null;
        }

        var steps = session.History.Steps;
        var keys = new int[steps.Length + 1];
        var elapsed = new double[steps.Length + 1];
        Copy(steps, keys, elapsed);
        (keys[^1], elapsed[^1]) = (key, session.History.ElapsedUntil(timestamp));
        return Locate(model, session, keys, elapsed, verdict, atEnd: false);
    }

    /// <summary>Places the end of a session that is anomalous.</summary>
    /// <returns>Null if no workflow fits, or too little of the session is known.</returns>
    public WorkflowContext? LocateEnd(SessionModel model, Session session, Verdict verdict)
    {
        var steps = session.History.Steps;
        if (model.Workflows.Workflows.Count == 0 || steps.IsEmpty)
        {
            return null;
        }

        var keys = new int[steps.Length];
        var elapsed = new double[steps.Length];
        Copy(steps, keys, elapsed);
        return Locate(model, session, keys, elapsed, verdict, atEnd: true);
    }

    private WorkflowContext? Locate(SessionModel model, Session session, int[] keys, double[] elapsed, Verdict verdict, bool atEnd) =>
        (IsWhole(session) ? _sessions.Locate(model.Workflows.Sessions, keys, elapsed, verdict, atEnd) : null)
            ?? _tasks.Locate(model.Workflows, session, keys, elapsed, verdict, atEnd);

    // Whole workflows are mined from sessions up to this length.
    private static bool IsWhole(Session session) => session.History.IsWhole && session.History.Steps.Length <= SessionHistory.Limit;

    // A key that was merged since is replaced by the key that it was merged into.
    private void Copy(ReadOnlySpan<SessionStep> steps, Span<int> keys, Span<double> elapsed)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            (keys[i], elapsed[i]) = (vocabulary.Resolve(steps[i].Key), steps[i].ElapsedTicks);
        }
    }
}
