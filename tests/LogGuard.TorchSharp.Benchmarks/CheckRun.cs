using System.Globalization;
using Serilog;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>Learns and judges a small log of orders, and prints what was reported: the same with and without an engine.</summary>
internal static class CheckRun
{
    private const int NormalSessions = 400;
    private const int JudgedSessions = 60;

    private static readonly string[] Steps = ["Order {OrderId} placed", "Stock checked for {OrderId}", "Item packed for {OrderId}", "Paid {OrderId}", "Shipped {OrderId}"];

    /// <summary>Runs once.</summary>
    /// <param name="device">What to train and judge on; null for the managed engine, not even asked for another.</param>
    public static async Task<int> RunAsync(TorchDevice? device)
    {
        var verdicts = new List<string>();
        var options = new AnomalyDetectorOptions
        {
            OnAnomaly = anomaly => verdicts.Add($"{anomaly.SessionId} {anomaly.Kind}"),
            Diagnostics = line =>
            {
                if (line.Contains("managed engine", StringComparison.Ordinal))
                {
                    Console.WriteLine(line);
                }
            },
            MinesWorkflows = false,

            // Small, since it is run many times: what is asked here is who does the work, not how well.
            Model = new ModelOptions { WindowSize = 5, HiddenSize = 32, LayerCount = 1, TrainingSteps = 900 },
        };
        options.Session.Property = "OrderId";
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Training.SessionCount = int.MaxValue / 100;
        if (device is { } asked)
        {
            options.UseTorchSharp(torch => (torch.Device, torch.SmallBatchLimit) = (asked, 0));
        }

        await using var detector = new AnomalyDetector(options);
        await using (var log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.AnomalyDetector(detector).CreateLogger())
        {
            var random = new Random(5);
            for (var order = 0; order < NormalSessions; order++)
            {
                Log(log, order, Normal(random));
            }

            await detector.CloseSessionsAsync();
            await detector.TrainAsync();
            for (var order = NormalSessions; order < NormalSessions + JudgedSessions; order++)
            {
                var steps = Normal(random);
                if (order % 3 == 0 && order % 2 == 0)
                {
                    steps.RemoveAt(random.Next(steps.Count));
                }
                else if (order % 3 == 0)
                {
                    // Only the network sees this: no count is unusual.
                    (steps[0], steps[1]) = (steps[1], steps[0]);
                }

                Log(log, order, steps);
            }

            await detector.CloseSessionsAsync();
        }

        var counters = detector.Counters;
        verdicts.Sort(StringComparer.Ordinal);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result engine={detector.EngineName} state={detector.State} received={counters.Received} scored={counters.Scored} lost={counters.Dropped + counters.Failed} "
            + $"verdicts={string.Join(',', verdicts.Select(verdict => verdict.Replace(' ', ':')))}"));
        return 0;
    }

    private static List<int> Normal(Random random) => [0, 1, .. Enumerable.Repeat(2, 1 + random.Next(3)), 3, 4];

    private static void Log(ILogger log, int order, List<int> steps)
    {
        foreach (var step in steps)
        {
#pragma warning disable CA2254 // The template is one of five constants.
            log.Information(Steps[step], order);
#pragma warning restore CA2254
        }
    }
}
