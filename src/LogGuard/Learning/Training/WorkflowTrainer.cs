using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;
using LogGuard.Workflows.Separation;

namespace LogGuard.Learning.Training;

/// <summary>
/// Mines the workflows of collected sessions, on the trainer's thread: of the sessions as wholes, and of the tasks in those
/// that are too long, in the one stream, and in whole sessions that are better told as several tasks than as one.
/// </summary>
internal static class WorkflowTrainer
{
    /// <summary>A session that mixes tasks has more than one of them: in the mean this many runs, at least.</summary>
    internal const double FewestRuns = 2;

    /// <summary>Mines; what goes wrong is told, and the detector goes on without workflows: they explain, and judge nothing.</summary>
    /// <param name="corpus">The sessions; only read.</param>
    /// <param name="timed">Some of them, and parts of long ones, with their elapsed times.</param>
    /// <param name="vocabulary">Knows the templates.</param>
    /// <param name="diagnostics">Told of a failure.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static WorkflowSet Train(
        SessionCorpus corpus, IReadOnlyList<WorkflowTrace> timed, LogKeyVocabulary vocabulary, DiagnosticLog diagnostics, CancellationToken cancellation)
    {
        try
        {
            var whole = new WorkflowMiner(vocabulary.GetTemplate).Mine(corpus, [.. timed.Where(trace => !trace.IsPart)], cancellation);
            if (FindMixed(corpus, whole, timed, vocabulary, cancellation) is { } mixed)
            {
                diagnostics.Tell($"sessions are told in fewer bits as runs of {mixed.Count:N0} tasks than by their {whole.Count:N0} workflows, so those of the tasks are used.");
                return new WorkflowSet(mixed);
            }

            return new WorkflowSet([.. whole, .. FindTasks(corpus, IsLong, timed, vocabulary, cancellation)]);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            diagnostics.Tell($"no workflows were found, so anomalies come without them: {exception.GetType().Name}: {exception.Message}");
            return WorkflowSet.Empty;
        }
    }

    private static bool IsLong(LogKeySequence sequence) => !sequence.IsWhole || sequence.Keys.Length > SessionHistory.Limit;

    // The parts of long sessions are themselves sessions that are not whole. Whole ones have times of their own.
    private static IReadOnlyList<Workflow> FindTasks(
        SessionCorpus corpus, Predicate<LogKeySequence> isAskedFor, IReadOnlyList<WorkflowTrace> timed, LogKeyVocabulary vocabulary, CancellationToken cancellation) =>
        new TaskMiner(vocabulary.GetTemplate).Mine(TaskMiner.Take(corpus, isAskedFor), timed, cancellation);

    // The shorter description wins (Rissanen, 1978), as with the miner's noise levels; nothing but training sessions is asked.
    private static IReadOnlyList<Workflow>? FindMixed(
        SessionCorpus corpus, IReadOnlyList<Workflow> whole, IReadOnlyList<WorkflowTrace> timed, LogKeyVocabulary vocabulary, CancellationToken cancellation)
    {
        var log = TraceLog.Of(
        [
            .. corpus.Weighted(Range.All).Where(pair => !IsLong(pair.Sequence)).Select(pair => new WorkflowTrace(pair.Sequence.Keys, null, pair.Count)),
        ]);
        if (log.TotalWeight == 0)
        {
            return null;
        }

        var tasks = FindTasks(corpus, static _ => true, timed, vocabulary, cancellation);
        if (tasks.Count < 2)
        {
            return null;
        }

        var keyCount = corpus.Distinct.SelectMany(sequence => sequence.Keys).Distinct().Count();
        var bits = TaskCodeLength.Of(new WorkflowSet(tasks), log, keyCount, out var runs);
        cancellation.ThrowIfCancellationRequested();
        return runs >= FewestRuns && bits < CodeLength.Of(whole, log, keyCount) ? tasks : null;
    }
}
