using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Models.NextKey;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;
using LogGuard.Workflows.Separation;
using LogGuard.Workflows;

namespace LogGuard.Learning.Training;

/// <summary>
/// Mines the workflows of collected sessions, on the trainer's thread: workflows of whole sessions, and workflows of tasks in
/// long sessions, in the one stream, and in sessions that several tasks describe in fewer bits than one workflow.
/// </summary>
internal static class WorkflowTrainer
{
    /// <summary>Smallest mean number of task runs in a session from which sessions are considered to mix tasks.</summary>
    internal const double FewestRuns = 2;

    /// <summary>Mines the workflows. If that fails, the failure is reported and the detector works without workflows, which only explain.</summary>
    /// <param name="corpus">The sessions; only read.</param>
    /// <param name="timed">Some of them, and parts of long ones, with their elapsed times.</param>
    /// <param name="model">The detector's network, whose predictions also separate tasks; null for an N-gram model.</param>
    /// <param name="vocabulary">The templates of the keys.</param>
    /// <param name="diagnostics">Receives the report of a failure.</param>
    /// <param name="cancellation">Cancels the mining.</param>
    /// <exception cref="OperationCanceledException">The mining was cancelled.</exception>
    public static WorkflowSet Train(
        SessionCorpus corpus, IReadOnlyList<WorkflowTrace> timed, LogKeyModel? model, LogKeyVocabulary vocabulary, DiagnosticLog diagnostics, CancellationToken cancellation)
    {
        try
        {
            var whole = new WorkflowMiner(vocabulary.GetTemplate).Mine(corpus, [.. timed.Where(trace => !trace.IsPart)], cancellation);
            var miner = new TaskMiner(vocabulary.GetTemplate, model);
            var keyCount = corpus.Distinct.SelectMany(sequence => sequence.Keys).Distinct().Count();
            if (FindMixed(corpus, whole, timed, miner, keyCount, cancellation) is { } mixed)
            {
                diagnostics.Tell($"runs of {mixed.Count:N0} tasks describe the sessions in fewer bits than {whole.Count:N0} workflows of whole sessions do, so the workflows of the tasks are used.");
                return new WorkflowSet(mixed);
            }

            return new WorkflowSet([.. whole, .. FindTasks(corpus, timed, miner, keyCount, cancellation)]);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            diagnostics.Warn($"no workflows were found, so anomalies come without them: {exception.GetType().Name}: {exception.Message}");
            return WorkflowSet.Empty;
        }
    }

    private static bool IsLong(LogKeySequence sequence) => !sequence.IsWhole || sequence.Keys.Length > SessionHistory.Limit;

    // Parts of a long session are sequences that are not whole. The separation with the shorter description of the streams
    // wins (Rissanen, 1978); density wins a tie.
    private static IReadOnlyList<Workflow> FindTasks(
        SessionCorpus corpus, IReadOnlyList<WorkflowTrace> timed, TaskMiner miner, int keyCount, CancellationToken cancellation)
    {
        var streams = TaskMiner.Take(corpus, IsLong);
        var (byDensity, byPredictions) = miner.Mine(streams, timed, fewestTasks: 1, cancellation);
        if (byPredictions.Count == 0)
        {
            return byDensity;
        }

        var log = TraceLog.Of(streams.Select(stream => new WorkflowTrace(stream.Keys)));
        return BitsOf(byPredictions) < BitsOf(byDensity) ? byPredictions : byDensity;

        double BitsOf(IReadOnlyList<Workflow> tasks)
        {
            cancellation.ThrowIfCancellationRequested();
            return TaskCodeLength.Of(new WorkflowSet(tasks), log, keyCount, out _);
        }
    }

    // The shortest description of the training sessions wins (Rissanen, 1978), as with the miner's noise levels.
    private static IReadOnlyList<Workflow>? FindMixed(
        SessionCorpus corpus, IReadOnlyList<Workflow> whole, IReadOnlyList<WorkflowTrace> timed, TaskMiner miner, int keyCount, CancellationToken cancellation)
    {
        var log = TraceLog.Of(
        [
            .. corpus.Weighted(Range.All).Where(pair => !IsLong(pair.Sequence)).Select(pair => new WorkflowTrace(pair.Sequence.Keys, null, pair.Count)),
        ]);
        if (log.TotalWeight == 0)
        {
            return null;
        }

        var (byDensity, byPredictions) = miner.Mine(TaskMiner.Take(corpus, static _ => true), timed, fewestTasks: 2, cancellation);
        var fewest = double.PositiveInfinity;
        IReadOnlyList<Workflow>? shortest = null;
        foreach (var tasks in new[] { byDensity, byPredictions })
        {
            cancellation.ThrowIfCancellationRequested();
            if (tasks.Count >= 2 && TaskCodeLength.Of(new WorkflowSet(tasks), log, keyCount, out var runs) is var bits && bits < fewest && runs >= FewestRuns)
            {
                (fewest, shortest) = (bits, tasks);
            }
        }

        return shortest is not null && fewest < CodeLength.Of(whole, log, keyCount) ? shortest : null;
    }
}
