using LogGuard.Sequences;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Workflows.Separation;

/// <summary>Finds the tasks in streams, and mines a workflow for each from its runs. Deterministic.</summary>
internal sealed class TaskMiner(Func<int, string> templateOf)
{
    /// <summary>
    /// The paper's own example of τ. The tasks of the generated logs are found with every τ from 0.85 to 0.95 that was tried,
    /// so that this is the middle and nothing hangs on it.
    /// </summary>
    internal const double Threshold = 0.9;

    /// <summary>
    /// The last events that are looked at; a task of ten steps that makes up a thousandth of them has run twenty times. Time
    /// and memory grow with them.
    /// </summary>
    internal const int EventLimit = 200_000;

    /// <summary>Share of runs that may be out of line without being part of the workflow, as <see cref="TaskSegmenter.ToWorkflows"/> has it.</summary>
    internal const double Noise = 0.01;

    private readonly WorkflowMinerOptions _options = new();

    /// <summary>The tasks that <see cref="Mine"/> found in the streams, before it mined them.</summary>
    public int SeparatedCount { get; private set; }

    /// <param name="streams">Keys in order of time: parts of one stream, or sessions.</param>
    /// <param name="timed">Parts of the same with their times.</param>
    /// <param name="cancellation">Ends it early.</param>
    public IReadOnlyList<Workflow> Mine(IReadOnlyList<int[]> streams, IReadOnlyList<WorkflowTrace> timed, CancellationToken cancellation = default)
    {
        var tasks = new DensitySeparator(Threshold).Separate(streams, cancellation);
        SeparatedCount = tasks.Count;
        if (tasks.Count == 0)
        {
            return [];
        }

        var runs = TaskSegmenter.Cut(streams, tasks, null, cancellation);
        var timedRuns = TaskSegmenter.Cut(
            [.. timed.Select(trace => trace.Keys)], tasks, [.. timed.Select(trace => trace.ElapsedTicks ?? new long[trace.Keys.Length])], cancellation);
        var miner = new WorkflowMiner(templateOf);
        var workflows = new List<Workflow>();
        for (var task = 0; task < tasks.Count; task++)
        {
            cancellation.ThrowIfCancellationRequested();
            var traces = runs[task].CountBy(run => new LogKeySequence(run.Keys)).Select(pair => new WorkflowTrace(pair.Key.Keys, null, pair.Value)).ToList();
            if (runs[task].Count >= _options.MinimumSessions && miner.MineOne(WorkflowMiner.WithTimes(traces, timedRuns[task]), Noise) is { } workflow)
            {
                workflows.Add(workflow with { IsTask = true });
            }
        }

        return [.. workflows.OrderByDescending(workflow => workflow.SessionCount).Take(_options.WorkflowLimit)];
    }

    /// <summary>The last sequences of a corpus that are asked for, as many as are looked at; the last one that fits is cut.</summary>
    public static List<int[]> Take(SessionCorpus corpus, Predicate<LogKeySequence> isAskedFor)
    {
        var (streams, left) = (new List<int[]>(), EventLimit);
        for (var i = corpus.Count - 1; i >= 0 && left > 0; i--)
        {
            if (isAskedFor(corpus[i]))
            {
                var keys = corpus[i].Keys;
                streams.Add(keys.Length <= left ? keys : keys[^left..]);
                left -= keys.Length;
            }
        }

        streams.Reverse();
        return streams;
    }
}
