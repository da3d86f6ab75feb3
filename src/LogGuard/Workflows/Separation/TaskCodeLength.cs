using LogGuard.Workflows.Following;

namespace LogGuard.Workflows.Separation;

/// <summary>
/// The bits that runs of tasks need to describe sessions, comparable with <see cref="Mining.CodeLength"/>: for each event the
/// choice among the steps that may come in open or new runs, or the key itself where it is none of them.
/// </summary>
internal static class TaskCodeLength
{
    /// <param name="tasks">The tasks.</param>
    /// <param name="log">The sessions.</param>
    /// <param name="keyCount">Number of keys, for events described by their key.</param>
    /// <param name="runsPerSession">Receives the mean number of runs of tasks in a session.</param>
    public static double Of(WorkflowSet tasks, Mining.TraceLog log, int keyCount, out double runsPerSession)
    {
        var (bits, runs, weight) = (0.0, 0L, 0L);
        var follower = new TaskTracker(tasks) { OnClosed = execution => runs += execution.IsJoined ? 0 : weight };
        for (var i = 0; i < log.Traces.Count; i++)
        {
            weight = log.Weights[i];
            var own = 0.0;
            for (var position = 0; position < log.Traces[i].Length; position++)
            {
                // Two more choices: the session ends here, or the event is no step.
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
