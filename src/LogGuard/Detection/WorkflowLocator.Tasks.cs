using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>
/// The same for a session that mixes several tasks, or is too long to be followed from its beginning, and for the one
/// stream: among its last events those of the anomaly's own task are found, and followed through the task's workflow.
/// </summary>
internal sealed partial class WorkflowLocator
{
    /// <summary>
    /// A task that began without its first steps among so many of the first events known may have begun before them, and
    /// nothing is said of that: half of the fewest events that a cut history holds.
    /// </summary>
    internal const int UnknownBeginning = SessionHistory.Limit / 2;

    private TaskFollower? _follower;
    private WorkflowTracker? _taskTracker;
    private WorkflowSet? _taskSet;

    private WorkflowContext? FindTask(SessionModel model, Session session, int[] keys, double[] elapsed, in Verdict verdict, bool atEnd)
    {
        if (_follower is null || _taskTracker is null || _taskSet != model.Workflows)
        {
            _taskSet = model.Workflows;
            (_follower, _taskTracker) = (new TaskFollower(_taskSet.Tasks), new WorkflowTracker(_taskSet.Tasks));
        }

        var (run, positions, interruption) = Follow(_follower, keys, elapsed, verdict, atEnd);
        _follower.Reset();
        if (run is null)
        {
            return null;
        }

        var isBeginningKnown = (session.History.IsWhole && !session.Id.IsStream) || positions[0] >= UnknownBeginning;
        int[] own = [.. positions.Select(position => keys[position])];
        double[] ownElapsed = [.. positions.Select((position, i) => i == 0 ? 0 : elapsed.AsSpan()[(positions[i - 1] + 1)..(position + 1)].ToArray().Sum())];
        _taskTracker.Reset(run.Task);
        Follow(_taskTracker, interruption is null ? own : own[..^1]);
        if (run.IsJoined && !isBeginningKnown && _moves[0].Kind == WorkflowMoveKind.Skipped)
        {
            _moves[0] = _moves[0] with { Kind = WorkflowMoveKind.Fits, Skipped = [] };
        }

        if (interruption is { } move)
        {
            _moves.Add(move);
        }

        // How long the line before it was ago says nothing of the task: it may be another's.
        var slow = FindSlow(_taskTracker, own, ownElapsed, isLate: false);
        var missing = Missing(_taskTracker, atEnd);
        var (place, fault) = Choose(_taskTracker, own.Length, missing, slow, verdict, atEnd, isLate: false);
        var first = session.Length - (atEnd ? keys.Length : keys.Length - 1) + 1;
        var context = Describe(_taskTracker, own, place, fault, missing, slow);
        return context with
        {
            Position = first + positions[(int)context.Position - 1],
            SlowStep = slow is null ? null : slow with { Position = first + positions[(int)slow.Position - 1] },
        };
    }

    // The run that the anomaly is about, and the places of its events with that of the anomaly's line.
    private (TaskExecution? Run, List<int> Positions, Move? Interruption) Follow(TaskFollower follower, int[] keys, double[] elapsed, in Verdict verdict, bool atEnd)
    {
        var times = new long[keys.Length];
        for (var i = 1; i < times.Length; i++)
        {
            times[i] = times[i - 1] + (long)elapsed[i];
        }

        var (last, move) = ((TaskExecution?)null, default(TaskMove));
        for (var position = 0; position < keys.Length; position++)
        {
            last = follower.Last;
            move = follower.Advance(position, keys[position], times);
        }

        if (atEnd)
        {
            return (follower.FindLast(), follower.FindLast()?.Positions ?? [], null);
        }

        // A task that begins is nothing unusual. Where it is, what was expected is the next step of the one that it interrupts.
        if (move is { Kind: WorkflowMoveKind.Fits, Execution.Positions.Count: 1 } && verdict.Kind == AnomalyKind.UnexpectedKey && last is { IsComplete: false })
        {
            // One step left out is told as such. Of many it is more likely that the line does not belong there, or came twice.
            var missing = new List<int>();
            _taskSet!.Tasks.Automata[last.Task].CollectMissing(last.State, missing);
            var isSkip = missing.Count == 1 && last.Keys[^1] != keys[^1];
            return (last, [.. last.Positions, keys.Length - 1], isSkip ? new Move(WorkflowMoveKind.Skipped, -1, [.. missing]) : null);
        }

        return move switch
        {
            { Execution: null } => (null, [], null),
            { Kind: WorkflowMoveKind.Foreign } => (move.Execution, [.. move.Execution.Positions, keys.Length - 1], null),
            _ => (move.Execution, move.Execution.Positions, null),
        };
    }
}
