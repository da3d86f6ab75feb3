using System.Diagnostics;
using LogGuard;
using LogGuard.Measures;
using LogGuard.Parsing;

namespace BglReplay;

/// <summary>One run over the log: learns the normal lines of its beginning, judges each line of the rest.</summary>
internal sealed class BglRun
{
    private readonly HashSet<int> _reported = [];

    /// <summary>The reported lines compared with the labels.</summary>
    public ConfusionCounts Counts { get; private set; }

    /// <summary>The counters of the detector.</summary>
    public DetectorCounters Counters { get; private set; } = null!;

    /// <summary>Lines that were read, including training lines.</summary>
    public int Lines { get; private set; }

    /// <summary>Lines that the format did not fit.</summary>
    public long Unparsed { get; private set; }

    /// <summary>Seconds from opening the file to the last verdict, training included.</summary>
    public double Seconds { get; private set; }

    /// <summary>Anomalies that the operator answered with "that was normal".</summary>
    public int Answers { get; private set; }

    /// <summary>The first anomaly of each template.</summary>
    public List<Anomaly> Examples { get; } = [];

    /// <param name="path">The log.</param>
    /// <param name="trainingLines">Number of lines at the beginning whose normal lines are learnt.</param>
    /// <param name="hasOperator">Whether an operator answers each false alarm with "that was normal".</param>
    /// <param name="detectorKind">The models that judge the log.</param>
    public static async Task<BglRun> RunAsync(string path, int trainingLines, bool hasOperator, DetectorKind detectorKind)
    {
        var run = new BglRun();
        using var log = new LabelledLog(path);
        AnomalyDetector? detector = null;
        var trained = 0;
        var options = new AnomalyDetectorOptions
        {
            Detector = detectorKind,

            // Thousands of anomalies occur within a second, and each one counts here.
            PendingAnomalyLimit = 1_000_000,
            Diagnostics = Console.Error.WriteLine,
            OnAnomaly = anomaly =>
            {
                // All judged lines form one session, so the position of a line in it is its position after the training lines.
                var line = trained + (int)anomaly.Position - 1;
                run._reported.Add(line);
                if (run.Examples.TrueForAll(example => example.Template != anomaly.Template))
                {
                    run.Examples.Add(anomaly);
                }

                if (hasOperator && !log.IsAlert(line))
                {
                    run.Answers++;
                    detector!.MarkNormal(anomaly);
                }
            },
        };

        // Days without a line must not end the session, because the position in it identifies a line.
        options.Session.IdleTimeout = TimeSpan.FromDays(30);

        // Each line is one event, even if it does not fit the format.
        var reading = new TextLogOptions { JoinLineLimit = 0 };
        var format = LineFormat.TryGet("BGL", out var labelled) ? labelled.WithoutLabel() : throw new InvalidOperationException("There is no format BGL.");
        var clock = Stopwatch.StartNew();
        await using (detector = new AnomalyDetector(options))
        {
            var beginning = await detector.ReadLinesAsync(log.Read(trainingLines, onlyNormal: true), format, reading);
            trained = log.HandedOut;
            await detector.CloseSessionsAsync();
            await detector.TrainAsync();
            var rest = await detector.ReadLinesAsync(log.Read(int.MaxValue, onlyNormal: false), format, reading);
            await detector.FlushAsync();
            run.Seconds = clock.Elapsed.TotalSeconds;
            run.Counters = detector.Counters;
            run.Unparsed = beginning.Unparsed + rest.Unparsed;
        }

        run.Lines = log.Count;
        for (var line = trained; line < log.HandedOut; line++)
        {
            run.Counts = run.Counts.Add(log.IsAlert(line), run._reported.Contains(line));
        }

        return run;
    }
}
