using System.Diagnostics;
using Serilog;

namespace LogGuard.Benchmarks.Pipeline;

/// <summary>Measures the memory of a process that is detecting with 100,000 open sessions, through a real logger.</summary>
internal static class MemoryCheck
{
    private const int SessionCount = 100_000;

    public static async Task<int> RunAsync()
    {
        var options = new AnomalyDetectorOptions();
        options.Session.Property = "OrderId";
        options.Session.OpenLimit = SessionCount;
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Model.TrainingSteps = 200;
        await using var detector = new AnomalyDetector(options);
        await using var log = new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger();

        Log(log, "learnt", 500, steps: 6);
        await detector.CloseSessionsAsync();
        await detector.TrainAsync();
        Log(log, "open", SessionCount, steps: 5);
        await detector.FlushAsync();

        var open = detector.Counters.OpenSessions;
        GC.Collect();
        var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"state={detector.State} open_sessions={open} anomalies={detector.Counters.Anomalies} managed_mb={GC.GetTotalMemory(forceFullCollection: true) >> 20} "
            + $"working_set_mb={process.WorkingSet64 >> 20} peak_mb={process.PeakWorkingSet64 >> 20}");
        return open == SessionCount ? 0 : 1;
    }

    // Logs step by step over all sessions, so that all sessions are open at the same time.
    private static void Log(ILogger log, string prefix, int sessions, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            for (var session = 0; session < sessions; session++)
            {
                var id = $"{prefix}-{session}";
                switch (step)
                {
                    case 0:
                        log.Information("Order {OrderId} placed by {Customer} for {Amount}", id, "customer", 9.95);
                        break;
                    case 5:
                        log.Information("Order {OrderId} closed after {Steps} steps", id, steps);
                        break;
                    default:
                        log.Information("Item {Item} of order {OrderId} packed in {Box}", step, id, "box");
                        break;
                }
            }
        }
    }
}
