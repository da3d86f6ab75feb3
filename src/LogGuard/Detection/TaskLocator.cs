using LogGuard.Keys;
using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>
/// Finds where an anomaly is in the workflow of a task, for a session that mixes several tasks, or is too long to be followed
/// from its beginning, and for the one stream: the last events that belong to the anomaly's task are followed through the task's
/// workflow. Only accessed by the reader.
/// </summary>
internal sealed class TaskLocator(LogKeyVocabulary vocabulary)
{
    /// <summary>
    /// Number of first known events among which a task that began without its first steps may have begun earlier, so that these
    /// are not reported as skipped: half of the fewest events that a cut history holds.
    /// </summary>
    internal const int UnknownBeginning = SessionHistory.Limit / 2;

    private WorkflowSet? _workflows;
    private TaskTracker? _follower;
    private FollowedPath? _path;

    /// <summary>Places the last event, or the end, of a session.</summary>
    /// <param name="workflows">The workflows.</param>
    /// <param name="session">The session.</param>
    /// <param name="keys">The keys that are known of it, the last ones.</param>
    /// <param name="elapsed">Ticks between each event and the one before.</param>
    /// <param name="verdict">The finding.</param>
    /// <param name="atEnd">Whether the anomaly is the end of the session, and not its last event.</param>
    /// <returns>Null if no workflow fits.</returns>
    public WorkflowContext? Locate(
        WorkflowSet workflows, Session session, int[] keys, double[] elapsed, Verdict verdict, bool atEnd)
    {
        if (workflows.Tasks.Workflows.Count == 0)
        {
            return null;
        }

        if (_follower is null || _path is null || _workflows != workflows)
        {
            _workflows = workflows;
            _follower = new TaskTracker(workflows.Tasks);
            _path = new FollowedPath(vocabulary, new WorkflowTracker(workflows.Tasks));
        }

        var (run, positions, interruption) = Follow(_follower, workflows.Tasks, keys, elapsed, verdict, atEnd);
        _follower.Reset();
        if (run is null)
        {
            return null;
        }

        var isBeginningKnown = (session.History.IsWhole && !session.Id.IsStream) || positions[0] >= UnknownBeginning;
        int[] own = [.. positions.Select(position => keys[position])];
        double[] ownElapsed = [.. positions.Select((position, i) => i == 0 ? 0 : elapsed.AsSpan()[(positions[i - 1] + 1)..(position + 1)].ToArray().Sum())];
        _path.Follow(run.Task, interruption is null ? own : own[..^1]);
        if (run.IsJoined && !isBeginningKnown && _path.Moves[0].Kind == WorkflowMoveKind.Skipped)
        {
            _path.Moves[0] = _path.Moves[0] with { Kind = WorkflowMoveKind.Fits, Skipped = [] };
        }

        if (interruption is { } move)
        {
            _path.Moves.Add(move);
        }

        // The line before an event may be of another task, so a late event is not necessarily late within its task.
        var context = _path.Describe(own, ownElapsed, verdict, atEnd, isLate: false);
        var first = session.Length - (atEnd ? keys.Length : keys.Length - 1) + 1;
        return context with
        {
            Position = first + positions[(int)context.Position - 1],
            SlowStep = context.SlowStep is { } slow ? slow with { Position = first + positions[(int)slow.Position - 1] } : null,
        };
    }

    // The run that the anomaly is about, and the places of its events and of the anomaly's line.
    private static (TaskRun? Run, List<int> Positions, FollowedMove? Interruption) Follow(
        TaskTracker follower, WorkflowSet tasks, int[] keys, double[] elapsed, Verdict verdict, bool atEnd)
    {
        var times = new long[keys.Length];
        for (var i = 1; i < times.Length; i++)
        {
            times[i] = times[i - 1] + (long)elapsed[i];
        }

        var (last, move) = ((TaskRun?)null, default(TaskMove));
        for (var position = 0; position < keys.Length; position++)
        {
            last = follower.Last;
            move = follower.Advance(position, keys[position], times);
        }

        if (atEnd)
        {
            return (follower.FindLast(), follower.FindLast()?.Positions ?? [], null);
        }

        // The beginning of a task is not unusual in itself. If it is reported, the next step of the interrupted task was expected.
        if (move is { Kind: WorkflowMoveKind.Fits, Execution.Positions.Count: 1 } && verdict.Kind == AnomalyKind.UnexpectedKey && last is { IsComplete: false })
        {
            // A single missing step is reported as skipped. If several are missing, the line more likely does not belong there, or
            // came twice.
            var missing = new List<int>();
            tasks.Automata[last.Task].CollectMissing(last.State, missing);
            var isSkip = missing.Count == 1 && last.Keys[^1] != keys[^1];
            return (last, [.. last.Positions, keys.Length - 1], isSkip ? new FollowedMove(WorkflowMoveKind.Skipped, -1, [.. missing]) : null);
        }

        return move switch
        {
            { Execution: null } => (null, [], null),
            { Kind: WorkflowMoveKind.Foreign } => (move.Execution, [.. move.Execution.Positions, keys.Length - 1], null),
            _ => (move.Execution, move.Execution.Positions, null),
        };
    }
}
