using LogGuard.Models.NextKey;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Workflows.Separation;

/// <summary>
/// Finds the tasks in streams, by density and by the predictions of a key model, and mines a workflow for each task from its
/// runs. Deterministic.
/// </summary>
/// <param name="templateOf">The template of a key.</param>
/// <param name="model">The model that predicts; null for an N-gram model of the streams.</param>
internal sealed class TaskMiner(Func<int, string> templateOf, NextKeyModel? model)
{
    /// <summary>
    /// The paper's own example of τ. Every τ from 0.85 to 0.95 that was tried finds the tasks of the generated logs; this is
    /// the middle.
    /// </summary>
    internal const double Threshold = 0.9;

    /// <summary>
    /// Most events that are used, the last ones. A task of ten steps that makes up a thousandth of them has run twenty times.
    /// Time and memory grow with them.
    /// </summary>
    internal const int EventLimit = 200_000;

    /// <summary>Share of irregular runs that a workflow may leave out.</summary>
    internal const double Noise = 0.01;

    private readonly WorkflowMinerOptions _options = new();

    /// <summary>Separates the tasks in two ways.</summary>
    /// <param name="streams">Keys in order of time: parts of one stream, or sessions.</param>
    /// <param name="timed">Parts of the same with their times.</param>
    /// <param name="fewestTasks">A separation into fewer tasks is not mined and has no workflows.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The workflows by density, and those by predictions; the latter are empty where both find the same tasks.</returns>
    public (IReadOnlyList<Workflow> ByDensity, IReadOnlyList<Workflow> ByPredictions) Mine(
        IReadOnlyList<LogKeySequence> streams, IReadOnlyList<WorkflowTrace> timed, int fewestTasks, CancellationToken cancellation = default)
    {
        int[][] keys = [.. streams.Select(stream => stream.Keys)];
        var byDensity = new DensitySeparator(Threshold).Separate(keys, cancellation);
        var byPredictions = SeparateByPredictions(streams, cancellation);
        return (Mine(byDensity), HasSame(byDensity, byPredictions) ? [] : Mine(byPredictions));

        IReadOnlyList<Workflow> Mine(IReadOnlyList<SeparatedTask> tasks) =>
            tasks.Count >= Math.Max(1, fewestTasks) ? ToWorkflows(tasks, keys, timed, cancellation) : [];
    }

    /// <summary>The last sequences of a corpus that are asked for, up to <see cref="EventLimit"/>; the first one of them is cut to fit.</summary>
    public static List<LogKeySequence> Take(SessionCorpus corpus, Predicate<LogKeySequence> isAskedFor)
    {
        var (streams, left) = (new List<LogKeySequence>(), EventLimit);
        for (var i = corpus.Count - 1; i >= 0 && left > 0; i--)
        {
            if (isAskedFor(corpus[i]))
            {
                var stream = corpus[i];
                streams.Add(stream.Keys.Length <= left ? stream : stream with { Keys = stream.Keys[^left..], HasStart = false });
                left -= stream.Keys.Length;
            }
        }

        streams.Reverse();
        return streams;
    }

    private IReadOnlyList<SeparatedTask> SeparateByPredictions(IReadOnlyList<LogKeySequence> streams, CancellationToken cancellation)
    {
        // A part of a stream may begin in the middle of a task. The beginnings are taken where there are any.
        var firstKeys = streams.Where(stream => stream is { HasStart: true, Keys.Length: > 0 }).CountBy(stream => stream.Keys[0])
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => pair.Key).ToArray();
        if (firstKeys.Length == 0)
        {
            firstKeys = [.. streams.Where(stream => stream.Keys.Length > 0).Take(1).Select(stream => stream.Keys[0])];
        }

        return new PredictionSeparator(new WindowedNextKeyPredictor(streams, model, cancellation)).Separate(firstKeys, cancellation);
    }

    private static bool HasSame(IReadOnlyList<SeparatedTask> left, IReadOnlyList<SeparatedTask> right) =>
        left.Select(task => task.ToString()).Order(StringComparer.Ordinal).SequenceEqual(right.Select(task => task.ToString()).Order(StringComparer.Ordinal));

    private IReadOnlyList<Workflow> ToWorkflows(
        IReadOnlyList<SeparatedTask> tasks, IReadOnlyList<int[]> streams, IReadOnlyList<WorkflowTrace> timed, CancellationToken cancellation)
    {
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
}
