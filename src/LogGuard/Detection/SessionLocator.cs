using LogGuard.Keys;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>Finds where an anomaly is in the workflow that its whole session went through. Only accessed by the reader.</summary>
internal sealed class SessionLocator(LogKeyVocabulary vocabulary)
{
    private WorkflowSet? _set;
    private WorkflowTracker? _tracker;
    private FollowedPath? _path;

    /// <summary>Places the last event, or the end, of a session.</summary>
    /// <param name="set">The workflows of whole sessions.</param>
    /// <param name="keys">All keys of the session.</param>
    /// <param name="elapsed">Ticks between each event and the one before.</param>
    /// <param name="verdict">The finding.</param>
    /// <param name="atEnd">Whether the anomaly is the end of the session, and not its last event.</param>
    /// <returns>Null if no workflow fits.</returns>
    public WorkflowContext? Locate(WorkflowSet set, int[] keys, double[] elapsed, Verdict verdict, bool atEnd)
    {
        if (set.Workflows.Count == 0)
        {
            return null;
        }

        if (_tracker is null || _path is null || _set != set)
        {
            (_set, _tracker) = (set, new WorkflowTracker(set));
            _path = new FollowedPath(vocabulary, _tracker);
        }

        // The session's workflow is only known at the end; then the session is followed through that one alone.
        if (set.Workflows.Count > 1)
        {
            _tracker.Reset();
            foreach (var key in keys)
            {
                _tracker.Advance(key);
            }
        }

        _path.Follow(Math.Max(0, _tracker.Best), keys);
        return _path.Moves.Count(move => move.IsInPlace) * 2 < keys.Length
            ? null
            : _path.Describe(keys, elapsed, verdict, atEnd, verdict.IsLate);
    }
}
