using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.EvaluationRuns.Diagnosis;

/// <summary>
/// The same faults in one stream without session ids, into which eight kinds of tasks write: does the first anomaly within a
/// task with a fault say what happened to which step? A detector of its own finds the tasks, learns and judges.
/// </summary>
/// <param name="overlap">Share of the tasks that begin while the one before runs; all others begin behind its end.</param>
internal sealed class StreamDiagnosis(double overlap)
{
    private const int TrainingTasks = 6000;
    private const int OfEachFault = 40;
    private const int NormalBetween = 9;
    // Another one than the rules that place anomalies in tasks were worked out with, which was 2018.
    private const int Seed = 3031;

    // Behind its last line a task may be missed for as long as this before the next anomaly is taken for another's.
    private const int LinesBehind = 2;

    private static readonly SeededFault[] Faults = [SeededFault.Skip, SeededFault.Repeat, SeededFault.Swap, SeededFault.Delay, SeededFault.Foreign];
    private static readonly DateTime Start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Random _random = new(Seed);
    private long _written;

    public async Task RunAsync(Report report, string prefix, CancellationToken cancellation)
    {
        var reported = new List<Anomaly>();
        var options = new AnomalyDetectorOptions
        {
            PendingAnomalyLimit = 100_000,
            Diagnostics = Console.Error.WriteLine,
            OnAnomaly = reported.Add,
        };
        options.Session.IdleTimeout = TimeSpan.FromHours(1);
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Training.SessionCount = 1_000_000;
        await using var detector = new AnomalyDetector(options);

        var log = new TaskLog(Seed, hasOrders: false);
        var learnt = Make(log, Enumerable.Repeat(SeededFault.None, TrainingTasks));
        var end = Write(detector, learnt, Start);
        await detector.FlushAsync(cancellation);
        await detector.TrainAsync(cancellation);

        var faults = Faults.SelectMany(fault => Enumerable.Repeat(fault, OfEachFault)).ToArray();
        _random.Shuffle(faults);
        var test = Make(log, faults.SelectMany(fault => Enumerable.Repeat(SeededFault.None, NormalBetween).Prepend(fault)));
        Write(detector, test, end.AddSeconds(1));
        await detector.FlushAsync(cancellation);
        Tell(report, prefix, detector, test, [.. reported.Where(anomaly => anomaly.SessionId == "stream").OrderBy(anomaly => anomaly.Position)]);
    }

    private void Tell(Report report, string prefix, AnomalyDetector detector, List<Placed> test, Anomaly[] reported)
    {
        var faulty = test.Where(task => task.Session.Fault != SeededFault.None).ToArray();
        var first = faulty.ToDictionary(task => task, task => Array.Find(reported, anomaly => anomaly.Position >= task.First && anomaly.Position <= task.Last + LinesBehind));
        var about = overlap == 0 ? "tasks in turn" : FormattableString.Invariant($"{overlap * 100:0.#} % of tasks overlap");
        report.Add($"{prefix}named", $"one stream, {about}: share of {faulty.Length} faults that the context names", faulty.Average(task => IsNamed(task) ? 1.0 : 0), "0.000");
        report.Add($"{prefix}detected", "share of them that the detector reports at all", faulty.Average(task => first[task] is null ? 0 : 1.0), "0.000");
        report.Add($"{prefix}named_of_detected", "share of those reported that the context names", faulty.Where(task => first[task] is not null).Select(task => IsNamed(task) ? 1.0 : 0).DefaultIfEmpty().Average(), "0.000");
        report.Add($"{prefix}outside", "anomalies away from any fault", reported.Count(anomaly => !faulty.Any(task => anomaly.Position >= task.First && anomaly.Position <= task.Last + LinesBehind)));
        report.Add($"{prefix}tasks", $"tasks found, of {OpenStackLog.TaskNames.Count}", detector.Workflows.Count(workflow => workflow.IsTask));
        foreach (var fault in Faults)
        {
            var own = faulty.Where(task => task.Session.Fault == fault).ToArray();
            var name = fault.ToString().ToLowerInvariant();
            report.Add($"{prefix}{name}", $"{name}: of {own.Length} named", own.Count(IsNamed));
            report.Add($"{prefix}{name}_detected", $"{name}: of {own.Length} reported", own.Count(task => first[task] is not null));
        }

        foreach (var task in faulty.Where(task => !IsNamed(task)).Take(20))
        {
            var lines = string.Join(" / ", task.Session.Events.Select(line => line.Template));
            report.Note($"{task.Session.Fault} of {string.Join(" and ", task.Session.Truth)} ({lines}): {(first[task] is { } anomaly ? $"{anomaly.Kind}, {anomaly.Workflow?.ToString() ?? "no workflow"}" : "not reported")}");
        }

        bool IsNamed(Placed task) => task.Session.IsNamedBy(first[task]);
    }

    private static List<Placed> Make(TaskLog log, IEnumerable<SeededFault> faults) =>
    [
        .. faults.Select(fault =>
        {
            var (events, truth) = log.Next(fault);
            return new Placed(new TaskSession("", fault, events, truth));
        }),
    ];

    private DateTime Write(AnomalyDetector detector, List<Placed> tasks, DateTime start)
    {
        var lines = new List<(DateTime Time, Placed Task, string Template)>();
        var (begin, end) = (start, start);
        foreach (var task in tasks)
        {
            // A task with a fault has the stream to itself: whose fault it is must be certain.
            var isAlone = task.Session.Fault != SeededFault.None;
            begin = !isAlone && lines.Count > 0 && lines[^1].Task.Session.Fault == SeededFault.None && _random.NextDouble() < overlap
                ? begin.AddSeconds(_random.NextDouble() * (end - begin).TotalSeconds)
                : end.AddSeconds(0.1 + (0.4 * _random.NextDouble()));
            var time = begin;
            foreach (var line in task.Session.Events)
            {
                lines.Add((time, task, line.Template));
                time = time.AddSeconds(line.Seconds);
            }

            end = time > end ? time : end;
        }

        foreach (var (time, task, template) in lines.OrderBy(line => line.Time))
        {
            detector.Intake.Take(template, SessionId.Stream, time.Ticks, LogSeverity.Information, template, TemplateRenderer.Instance);
            task.Last = ++_written;
            task.First = task.First == 0 ? _written : task.First;
        }

        return end;
    }

    private sealed class Placed(TaskSession session)
    {
        public TaskSession Session { get; } = session;

        /// <summary>The place of its first line in the stream, from 1.</summary>
        public long First { get; set; }

        public long Last { get; set; }
    }
}
