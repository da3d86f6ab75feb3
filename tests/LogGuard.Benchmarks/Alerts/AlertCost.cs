using System.Diagnostics;
using LogGuard.Alerts;
using LogGuard.Benchmarks.Emit;
using LogGuard.Benchmarks.Pipeline;

namespace LogGuard.Benchmarks.Alerts;

/// <summary>
/// Measures the processor time that alerts cost the reader and that span tracking costs the application: medians of alternating
/// rounds.
/// </summary>
internal static class AlertCost
{
    private const int Rounds = 21;

    public static int Run()
    {
        var model = ReaderLoad.Train();
        var normal = Reader(model, "normal sessions", ReplayLog.Normal.Take(30_000));
        var mixed = Reader(model, "one session in ten anomalous", ReplayLog.Normal.Take(27_000).Chunk(9).Zip(ReplayLog.Anomalous, (chunk, bad) => chunk.Append(bad)).SelectMany(sessions => sessions));
        var (again, first, bytes) = Spans();
        var note = Note();
        Console.WriteLine(FormattableString.Invariant(
            $"result reader_ratio={normal:0.0000} reader_ratio_anomalous={mixed:0.0000} span_again_ns={again:0.0} span_first_ns={first:0} span_first_bytes={bytes:0} note_ns={note:0}"));
        return 0;
    }

    // Returns the ratio of the time with alerts to the time without.
    private static double Reader(Detection.SessionModel model, string what, IEnumerable<int[]> sessions)
    {
        using var with = new ReaderLoad(model, verdictCacheLimit: null, withAlerts: true);
        using var without = new ReaderLoad(model, verdictCacheLimit: null, withAlerts: false);
        var list = sessions.ToArray();
        with.Prepare(list);
        without.Prepare(list);
        var ratios = new double[Rounds];
        for (var round = -2; round < Rounds; round++)
        {
            // Alternates the order, because the second contender has the warmer cache.
            (round % 2 == 0 ? with : without).Judge();
            (round % 2 == 0 ? without : with).Judge();
            if (round >= 0)
            {
                ratios[round] = with.ProcessorSeconds / without.ProcessorSeconds;
            }
        }

        Console.WriteLine(FormattableString.Invariant(
            $"Reader, {what}: {with.EventCount:N0} events, {with.AnomalyCount:N0} anomalies in all; with alerts {Median(ratios):0.0000} of the time without"));
        return Median(ratios);
    }

    private static (double Again, double First, double Bytes) Spans()
    {
        const int Count = 100_000;
        var spans = new SpanTable(4_096);
        var (again, first) = (new double[Rounds], new double[Rounds]);
        double bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using var request = Start();
            spans.Note();
            again[round] = Nanoseconds(Count, spans.Note);
            Activity.Current = null;
            var requests = Enumerable.Range(0, Count / 10).Select(_ =>
            {
                var activity = Start();
                Activity.Current = null;
                return activity;
            }).ToArray();
            var next = 0;
            var alone = Nanoseconds(requests.Length, () => Activity.Current = requests[next++]);
            next = 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            first[round] = Nanoseconds(requests.Length, () =>
            {
                Activity.Current = requests[next++];
                spans.Note();
            }) - alone;
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)requests.Length;
            next = 0;
            before = GC.GetAllocatedBytesForCurrentThread();
            Nanoseconds(requests.Length, () => Activity.Current = requests[next++]);
            bytes -= (GC.GetAllocatedBytesForCurrentThread() - before) / (double)requests.Length;
            Activity.Current = null;
            Array.ForEach(requests, activity => activity.Dispose());
        }

        return (Median(again), Median(first), bytes);
    }

    private static double Note()
    {
        var now = new DateTime(2026, 1, 1).Ticks;
        var policy = new AlertPolicy(new AlertOptions(), new SuppressionList(null), new FingerprintMaker(() => []), _ => true, _ => false);
        var anomalies = Enumerable.Range(0, 100).Select(i => new Anomaly
        {
            Kind = AnomalyKind.UnexpectedKey,
            SessionId = "s",
            Template = $"Order {{OrderId}} of {{Customer}} was handed over to carrier number {i}",
            Line = "",
            Position = 1,
            Timestamp = default,
            Severity = LogSeverity.Information,
            SkippedStep = "Order {OrderId} packed into {Count} parcels",
            Expected = [],
            RecentSteps = [],
            Score = 12,
            Reason = "",
        }).ToArray();
        var number = 0;
        return Median([.. Enumerable.Range(0, Rounds).Select(_ => Nanoseconds(10_000, () =>
        {
            policy.Note(anomalies[number % 100], number, mayOpen: true, now + (number * TimeSpan.TicksPerMillisecond));
            number++;
        }))]);
    }

    private static Activity Start() => new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

    private static double Nanoseconds(int count, Action action)
    {
        var start = ThreadClock.Nanoseconds;
        for (var i = 0; i < count; i++)
        {
            action();
        }

        return (ThreadClock.Nanoseconds - start) / (double)count;
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
