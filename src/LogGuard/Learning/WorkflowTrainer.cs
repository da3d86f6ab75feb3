using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Mining;

namespace LogGuard.Learning;

/// <summary>Mines the workflows of collected sessions, on the trainer's thread.</summary>
internal static class WorkflowTrainer
{
    /// <summary>Mines; what goes wrong is told, and the detector goes on without workflows: they explain, and judge nothing.</summary>
    /// <param name="corpus">The sessions; only read.</param>
    /// <param name="timed">Some of them with their elapsed times.</param>
    /// <param name="vocabulary">Knows the templates.</param>
    /// <param name="diagnostics">Told of a failure.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static WorkflowSet Train(
        SessionCorpus corpus, IReadOnlyList<WorkflowTrace> timed, LogKeyVocabulary vocabulary, DiagnosticLog diagnostics, CancellationToken cancellation)
    {
        try
        {
            return new WorkflowSet(new WorkflowMiner(vocabulary.GetTemplate).Mine(corpus, timed, cancellation));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            diagnostics.Tell($"no workflows were found, so anomalies come without them: {exception.GetType().Name}: {exception.Message}");
            return WorkflowSet.Empty;
        }
    }
}
