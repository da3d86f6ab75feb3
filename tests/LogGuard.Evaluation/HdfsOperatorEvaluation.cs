using System.Globalization;
using LogGuard.Measures;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// The default detector on all test sessions of HDFS, with an operator who answers each false alarm that is reported with
/// "that was normal": how often is the operator asked, and what is left of precision and recall?
/// </summary>
internal sealed class HdfsOperatorEvaluation : IEvaluation
{
    // Answers are given while anomalies are received, and learnt between two rounds: the figures do not hang on the clock.
    private const int Round = HdfsLog.Concurrency;

    public string Name => "hdfs-operator";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var training = HdfsLog.Read("hdfs_train.txt.gz");
        var sessions = HdfsLog.ReadTest();
        var reported = new HashSet<int>();
        var questions = new List<Anomaly>();
        var learntQuestions = 0;
        AnomalyDetector? detector = null;
        var options = HdfsLog.Options();
        options.OnAnomaly = anomaly =>
        {
            var number = int.Parse(anomaly.SessionId, CultureInfo.InvariantCulture);
            reported.Add(number);
            if (!sessions[number].IsAnomalous)
            {
                questions.Add(anomaly);
                detector!.MarkNormal(anomaly);
            }
        };

        await using (detector = new AnomalyDetector(options))
        {
            var log = new HdfsLog(detector);
            log.Write(training, firstNumber: sessions.Length);
            await detector.CloseSessionsAsync(cancellation);
            await detector.TrainAsync(cancellation);
            for (var first = 0; first < sessions.Length; first += Round)
            {
                log.Write([.. sessions[first..Math.Min(first + Round, sessions.Length)].Select(session => session.Keys)], first);
                await detector.CloseSessionsAsync(cancellation);
                if (learntQuestions != questions.Count)
                {
                    await detector.LearnFeedbackAsync(cancellation);
                    learntQuestions = questions.Count;
                }
            }
        }

        var counts = sessions.Select((session, number) => (session.IsAnomalous, IsReported: reported.Contains(number)))
            .Aggregate(default(ConfusionCounts), (sum, one) => sum.Add(one.IsAnomalous, one.IsReported));
        report.Add("f1", "F1 over all test sessions", counts.F1, "0.0000", ">= 0.995");
        report.Add("questions", "false alarms that the operator answered", questions.Count, "0", "<= 150");
        report.Add("fp", $"of {counts.FalsePositives + counts.TrueNegatives} normal sessions reported", counts.FalsePositives);
        report.Add("fn", $"of {counts.TruePositives + counts.FalseNegatives} anomalous sessions not reported", counts.FalseNegatives);
        foreach (var kind in questions.CountBy(anomaly => anomaly.Kind))
        {
            report.Note($"{kind.Value} questions of kind {kind.Key}");
        }
    }
}
