using System.Diagnostics;
using System.Globalization;

namespace LogGuard.Stress.Load;

/// <summary>Disposes a detector with a full queue, and measures the duration and the number of events left behind.</summary>
internal static class ShutdownRun
{
    // More than the reader can process in the time allowed, so that events must be left.
    private const int QueueLimit = 1 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    // The time that a thread may additionally wait for a processor on a busy machine.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan FillPatience = TimeSpan.FromSeconds(60);

    public static bool Run(StressSettings settings, string learnt)
    {
        var options = StressDetector.Options(learnt);
        options.RequireModel = true;
        options.Queue.Limit = QueueLimit;
        options.Queue.ShutdownTimeout = Limit;
        var told = "";
        options.Diagnostics = line => told = line.Contains("stopped", StringComparison.Ordinal) ? line : told;
        var detector = new AnomalyDetector(options);
        var calls = Fill(settings, detector);

        var queued = detector.Counters.QueueLength;
        var started = Stopwatch.GetTimestamp();
        detector.Dispose();
        var took = Stopwatch.GetElapsedTime(started);

        // After a timeout, the reader may still be counting.
        var waited = Stopwatch.GetTimestamp();
        while (detector.Counters.QueueLength > 0 && Stopwatch.GetElapsedTime(waited) < FillPatience)
        {
            Thread.Sleep(1);
        }

        var counters = detector.Counters;
        var isExact = calls == counters.Received && counters.Received == counters.Scored + counters.Dropped + counters.LeftBehind && counters.QueueLength == 0;
        Console.WriteLine($"shutdown: {queued:N0} events queued of {QueueLimit:N0}; the detector says: {told}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result shutdown_ms={took.TotalMilliseconds:0} limit_ms={Limit.TotalMilliseconds:0} left_behind={counters.LeftBehind} exact={(isExact ? 1 : 0)}"));
        return isExact && took <= Limit + Tolerance && told.Contains("left behind", StringComparison.Ordinal) == counters.LeftBehind > 0;
    }

    private static long Fill(StressSettings settings, AnomalyDetector detector)
    {
        using var door = Doors.Open(settings.Door, detector);
        var started = Stopwatch.GetTimestamp();
        var calls = 0L;
        var threads = Enumerable.Range(0, settings.Threads).Select(number =>
        {
            var thread = new Thread(() =>
            {
                var workflow = new OrderWorkflow(settings.Seed);
                var steps = new List<OrderStep>();
                var made = 0L;
                for (var order = 1L; detector.Counters.Dropped == 0 && Stopwatch.GetElapsedTime(started) < FillPatience; order++)
                {
                    object id = number + order * settings.Threads;
                    workflow.Fill(order, steps);
                    var start = DateTimeOffset.UtcNow.UtcTicks;
                    foreach (var step in steps)
                    {
                        door.Log(id, step, new DateTimeOffset(start + step.Ticks, TimeSpan.Zero));
                    }

                    made += steps.Count;
                }

                Interlocked.Add(ref calls, made);
            })
            { IsBackground = true };
            thread.Start();
            return thread;
        }).ToArray();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        return calls;
    }
}
