using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.EvaluationRuns.Diagnosis;

/// <summary>
/// 200 sessions with one seeded fault each, among a thousand normal ones, through a whole detector: does the first anomaly
/// of each say what happened to which step? A session of which nothing is reported counts as not named.
/// </summary>
internal sealed class DiagnosisEvaluation : IEvaluation
{
    // Some three hundred of each kind, and four times as many orders: times are judged of templates that were timed two hundred times.
    private const int TrainingSessions = 4000;
    private const int NormalSessions = 1000;
    private const int OfEachFault = 40;
    private const int Seed = 2017;

    private static readonly SeededFault[] Faults = [SeededFault.Skip, SeededFault.Repeat, SeededFault.Swap, SeededFault.Delay, SeededFault.Foreign];
    private static readonly DateTime Start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public string Name => "diagnosis";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var reported = new Dictionary<string, Anomaly>();
        var options = new AnomalyDetectorOptions
        {
            PendingAnomalyLimit = 100_000,
            Diagnostics = Console.Error.WriteLine,
            OnAnomaly = anomaly => reported.TryAdd(anomaly.SessionId, anomaly),
        };
        options.Session.IdleTimeout = TimeSpan.FromHours(1);
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Training.SessionCount = 1_000_000;
        await using var detector = new AnomalyDetector(options);

        var log = new TaskLog(Seed);
        var training = Make(log, "learnt", Enumerable.Repeat(SeededFault.None, TrainingSessions));
        Write(detector, training, Start);
        await detector.CloseSessionsAsync(cancellation);
        await detector.TrainAsync(cancellation);

        var order = Enumerable.Repeat(SeededFault.None, NormalSessions).Concat(Faults.SelectMany(fault => Enumerable.Repeat(fault, OfEachFault))).ToArray();
        new Random(Seed).Shuffle(order);
        var test = Make(log, "judged", order);
        Write(detector, test, Start.AddDays(2));
        await detector.CloseSessionsAsync(cancellation);
        Tell(report, detector, test, reported);
        await new StreamDiagnosis(overlap: 0).RunAsync(report, "stream_", cancellation);
        await new StreamDiagnosis(overlap: 0.05).RunAsync(report, "overlap_", cancellation);
    }

    private static void Tell(Report report, AnomalyDetector detector, List<TaskSession> test, Dictionary<string, Anomaly> reported)
    {
        var faulty = test.Where(session => session.Fault != SeededFault.None).ToArray();
        report.Add("named", $"share of {faulty.Length} faults that the context names", faulty.Average(session => IsNamed(session) ? 1.0 : 0), "0.000", ">= 0.95");
        report.Add("detected", "share of them that the detector reports at all", faulty.Average(session => IsReported(session) ? 1.0 : 0), "0.000");
        report.Add("false_alarms", $"of {NormalSessions} normal sessions reported", test.Count(session => session.Fault == SeededFault.None && IsReported(session)));
        report.Add("workflows", "workflows", detector.Workflows.Count);
        foreach (var fault in Faults)
        {
            var own = faulty.Where(session => session.Fault == fault).ToArray();
            var name = fault.ToString().ToLowerInvariant();
            report.Add(name, $"{name}: of {own.Length} named", own.Count(IsNamed));
            report.Add($"{name}_detected", $"{name}: of {own.Length} reported", own.Count(IsReported));
        }

        foreach (var session in faulty.Where(session => !IsNamed(session)).Take(12))
        {
            var anomaly = reported.GetValueOrDefault(session.Id);
            report.Note($"{session.Fault} of {string.Join(" and ", session.Truth)}: {(anomaly is null ? "not reported" : $"{anomaly.Kind}, {anomaly.Workflow?.ToString() ?? "no workflow"}")}");
        }

        bool IsReported(TaskSession session) => reported.ContainsKey(session.Id);
        bool IsNamed(TaskSession session) => session.IsNamedBy(reported.GetValueOrDefault(session.Id));
    }

    private static List<TaskSession> Make(TaskLog log, string prefix, IEnumerable<SeededFault> faults) =>
    [
        .. faults.Select((fault, number) =>
        {
            var (events, truth) = log.Next(fault);
            return new TaskSession($"{prefix}-{number}", fault, events, truth);
        }),
    ];

    // A session begins every five seconds, so that a dozen or more are under way at any time.
    private static void Write(AnomalyDetector detector, List<TaskSession> sessions, DateTime start)
    {
        var lines = new List<(DateTime Time, TaskSession Session, string Template)>();
        for (var number = 0; number < sessions.Count; number++)
        {
            var time = start.AddSeconds(5 * number);
            foreach (var line in sessions[number].Events)
            {
                lines.Add((time, sessions[number], line.Template));
                time = time.AddSeconds(line.Seconds);
            }
        }

        foreach (var (time, session, template) in lines.OrderBy(line => line.Time))
        {
            detector.Intake.Take(template, SessionId.From(session.Id), time.Ticks, LogSeverity.Information, template, TemplateRenderer.Instance);
        }
    }
}
