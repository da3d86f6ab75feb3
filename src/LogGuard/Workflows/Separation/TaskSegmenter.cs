using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Workflows.Separation;

/// <summary>Cuts streams into the runs of tasks, which may overlap.</summary>
internal static class TaskSegmenter
{
    /// <summary>The complete runs of each task without a deviation, in the order of the tasks.</summary>
    /// <param name="streams">Keys in order of time.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="elapsedTicks">For each key of each stream the ticks since the one before it; null where not known.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static List<WorkflowTrace>[] Cut(
        IReadOnlyList<int[]> streams, IReadOnlyList<SeparatedTask> tasks, IReadOnlyList<long[]>? elapsedTicks = null, CancellationToken cancellation = default)
    {
        var set = new WorkflowSet([.. tasks.Select(task => new Workflow { Name = "", Root = task.Root })]);
        var traces = new List<WorkflowTrace>[tasks.Count];
        for (var i = 0; i < traces.Length; i++)
        {
            traces[i] = [];
        }

        for (var i = 0; i < streams.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long[] times = elapsedTicks is null ? [] : ToTimes(elapsedTicks[i]);
            var follower = new TaskTracker(set) { OnClosed = execution => Add(traces, execution, times) };
            for (var position = 0; position < streams[i].Length; position++)
            {
                follower.Advance(position, streams[i][position]);
            }

            follower.Finish();
        }

        return traces;
    }

    /// <summary>The time of each event, from 0 for the first.</summary>
    public static long[] ToTimes(IReadOnlyList<long> elapsedTicks)
    {
        var times = new long[elapsedTicks.Count];
        for (var i = 1; i < times.Length; i++)
        {
            times[i] = times[i - 1] + elapsedTicks[i];
        }

        return times;
    }

    private static void Add(List<WorkflowTrace>[] traces, TaskRun execution, long[] times)
    {
        if (execution is { IsClean: true, IsJoined: false, IsComplete: true })
        {
            traces[execution.Task].Add(new WorkflowTrace([.. execution.Keys], times.Length == 0 ? null : execution.ElapsedTicks(times)));
        }
    }
}
