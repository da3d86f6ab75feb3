using System.Globalization;

namespace LogGuard.Stress.Resume;

/// <summary>
/// A text log of orders that are all open at the same time: their lines are interleaved, and each order begins in the first part
/// of the log and ends in the last. Some have something wrong. The same seed gives the same log.
/// </summary>
internal static class ResumeLog
{
    private static readonly DateTime Start = new(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>Milliseconds from one line to the next: a step of an order takes about a minute, and the whole log longer than the idle time.</summary>
    private const int Pace = 60;

    /// <summary>The lines of the log.</summary>
    /// <param name="orders">Number of orders.</param>
    /// <param name="seed">Decides the orders and their order.</param>
    /// <param name="faultEvery">Each order of this number has a fault; 0 for none.</param>
    public static string[] Make(int orders, int seed, int faultEvery)
    {
        var random = new Random(seed);
        var rest = new List<(string Id, Queue<string> Steps)>();
        for (var i = 0; i < orders; i++)
        {
            var fault = faultEvery > 0 && i % faultEvery == 0 ? 1 + i / faultEvery % 6 : 0;
            rest.Add((string.Create(CultureInfo.InvariantCulture, $"order-{seed}-{i}"), new Queue<string>(Steps(random, fault))));
        }

        var lines = new List<string>();
        while (rest.Count > 0)
        {
            // One round takes a step of each order, in a new order each time.
            foreach (var (id, steps) in rest.OrderBy(_ => random.Next()).ToArray())
            {
                var time = Start.AddMilliseconds((long)lines.Count * Pace);
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss.fff} INFO {id}: {steps.Dequeue()}"));
            }

            rest.RemoveAll(order => order.Steps.Count == 0);
        }

        return [.. lines];
    }

    private static List<string> Steps(Random random, int fault)
    {
        var items = random.Next(2, 5);
        var steps = new List<string> { $"placed by customer {random.Next(10_000)}", "stock checked" };
        for (var item = 0; item < items; item++)
        {
            steps.Add($"item {random.Next(1_000)} reserved");
        }

        var amount = fault == 1 ? 90_000 : 10 + random.Next(90);
        steps.Add(random.Next(2) == 0 ? $"paid {amount} euro by card" : $"billed {amount} euro by mail");
        steps.Add($"packed in {random.Next(1, 4)} boxes");
        steps.Add("handed to the carrier");
        steps.Add("closed");
        switch (fault)
        {
            case 2:
                steps.Remove("stock checked");
                break;
            case 3:
                steps.Insert(steps.Count / 2, "lock on the row could not be taken");
                break;
            case 4:
                steps.RemoveRange(steps.Count - 2, 2);
                break;
            case 5:
                steps.Add("closed");
                break;
            case 6:
                (steps[^2], steps[^3]) = (steps[^3], steps[^2]);
                break;
        }

        return steps;
    }
}
