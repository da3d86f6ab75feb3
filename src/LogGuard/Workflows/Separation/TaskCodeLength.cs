using LogGuard.Workflows.Following;

namespace LogGuard.Workflows.Separation;

/// <summary>
/// How many bits the runs of tasks need to tell sessions, to be compared with <see cref="Mining.CodeLength"/>: which of the
/// steps that may come in the runs that are open or begin now, and letter by letter what is none of them.
/// </summary>
internal static class TaskCodeLength
{
    /// <param name="tasks">The tasks.</param>
    /// <param name="log">The sessions.</param>
    /// <param name="keyCount">Number of keys there are, which one to tell letter by letter.</param>
    /// <param name="runsPerSession">Receives how many runs of tasks a session has in the mean.</param>
    public static double Of(WorkflowSet tasks, Mining.TraceLog log, int keyCount, out double runsPerSession)
    {
        var (bits, runs, weight) = (0.0, 0L, 0L);
        var follower = new TaskFollower(tasks) { OnClosed = execution => runs += execution.IsJoined ? 0 : weight };
        for (var i = 0; i < log.Traces.Count; i++)
        {
            weight = log.Weights[i];
            var own = 0.0;
            for (var position = 0; position < log.Traces[i].Length; position++)
            {
                // The session may end here, or something may come that is no step.
                own += Math.Log2(follower.CountNext() + 2);
                own += follower.Advance(position, log.Traces[i][position]) is { Kind: WorkflowMoveKind.Fits } ? 0 : Math.Log2(keyCount + 1);
            }

            bits += weight * (own + Math.Log2(follower.CountNext() + 2));
            follower.Finish();
            follower.Reset();
        }

        runsPerSession = (double)runs / log.TotalWeight;
        return bits;
    }
}
