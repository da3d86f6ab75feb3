using System.Diagnostics;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Training;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// Workflows of HDFS, mined from the 4,855 training sessions as a detector does: how many of the labelled sessions run
/// through one of them from beginning to end.
/// </summary>
internal sealed class WorkflowsEvaluation : IEvaluation
{
    public string Name => "workflows";

    public Task RunAsync(Report report, CancellationToken cancellation)
    {
        var templates = File.ReadLines(DataFiles.Find("hdfs/HDFS_templates.csv")).Skip(1).Select(row => row[(row.IndexOf(',') + 1)..].Trim('"')).ToArray();
        var training = HdfsSequences.Read("hdfs_train.txt.gz");
        var clock = Stopwatch.StartNew();
        var miner = new WorkflowMiner(key => templates[key - 1]);
        var set = new WorkflowSet(miner.Mine(training, cancellation: cancellation));
        var seconds = clock.Elapsed.TotalSeconds;

        // What a detector's training makes of the same sessions: it looks for tasks within them as well.
        var vocabulary = new LogKeyVocabulary(1000);
        if (!vocabulary.TryRestore(templates))
        {
            throw new InvalidDataException("Two of the templates are the same.");
        }

        clock.Restart();
        var trained = WorkflowTrainer.Train(training, [], null, vocabulary, new DiagnosticLog(Console.Error.WriteLine, TimeProvider.System), cancellation);
        var trainerSeconds = clock.Elapsed.TotalSeconds;

        var normal = Accepted(set, HdfsSequences.Read("hdfs_test_normal.txt.gz"));
        var abnormal = Accepted(set, HdfsSequences.Read("hdfs_test_abnormal.txt.gz"));
        report.Add("coverage", "share of the 553,366 normal test sessions that are accepted", normal, "0.0000", ">= 0.99");
        report.Add("abnormal", "share of the 16,838 anomalous ones that are accepted", abnormal, "0.0000");
        report.Add("workflows", "workflows", set.Workflows.Count);
        report.Add("steps", "steps of all of them", set.Keys.Count());
        report.Add("noise", "noise level, chosen on held-out training sessions", miner.ChosenNoise, "0.###");
        report.Add("same", "1 where a detector's training gives the same", trained.IsLike(set) && trained.Tasks.Workflows.Count == 0 ? 1 : 0, "0", "1");
        report.Add("trainer_seconds", "seconds of it, with looking for tasks", trainerSeconds, "0.00");
        report.Add("seconds", "seconds of mining", seconds, "0.00");
        var parameters = WorkflowParameters.Of(set.Workflows)!.Value;
        report.Add("h", "DeepLog's h by section 4.4.1: steps of the shortest workflow", parameters.WindowSize);
        report.Add("g", "DeepLog's g by section 4.4.1: branches at the widest divergence point", parameters.TopG);
        foreach (var workflow in set.Workflows)
        {
            report.Note(workflow.ToString());
        }

        return Task.CompletedTask;
    }

    private static double Accepted(WorkflowSet set, SessionCorpus sessions)
    {
        var accepted = sessions.Weighted(Range.All).Sum(pair => set.Accepts(pair.Sequence.Keys) ? (long)pair.Count : 0);
        return (double)accepted / sessions.Count;
    }
}
