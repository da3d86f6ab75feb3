using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using WebApi.Shop;

namespace WebApi.FrameworkLogs;

/// <summary>One fault and the alerts from its beginning until the end of the healthy traffic after it.</summary>
/// <param name="Name">The fault.</param>
/// <param name="Struck">Requests that the fault struck.</param>
/// <param name="Anomalies">The anomalies, by the beginning of their text.</param>
/// <param name="Alerts">The alerts, without those that say that a cause is over.</param>
/// <param name="IsNamed">Whether an alert names the fault.</param>
/// <param name="Seconds">From the sending of the tenth struck request to the first alert; until the end if there is none.</param>
internal sealed partial record FaultOutcome(string Name, int Struck, IReadOnlyList<string> Anomalies, IReadOnlyList<string> Alerts, bool IsNamed, double Seconds)
{
    /// <summary>The request from which the time to an alert counts.</summary>
    private const int Tenth = 10;

    private const int TitleLength = 120;
    private const int TitlesShown = 8;

    // Healthy traffic before and after a fault. An alert after it still counts, as late.
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(6);

    // In case a fault does not strike often enough.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public bool IsAlerted => Alerts.Count > 0;

    /// <summary>Runs traffic, the fault until it struck so many requests, and traffic.</summary>
    public static async Task<FaultOutcome> RunAsync(ShopFault fault, int requests, ShopHost host, ShopClient client, Traffic traffic)
    {
        await traffic.RunAsync(Around);
        var struck = new ConcurrentQueue<long>();
        void Count(ShopAnswer answer)
        {
            if (fault.Struck(answer))
            {
                struck.Enqueue(answer.Began);
            }
        }

        var began = Stopwatch.GetTimestamp();
        client.Answered += Count;
        var end = await fault.Begin(host, client);
        await traffic.RunAsync(() => struck.Count < requests && Stopwatch.GetElapsedTime(began) < Longest);
        await end();
        client.Answered -= Count;
        await traffic.RunAsync(Around);

        var ended = Stopwatch.GetTimestamp();
        var alerts = host.Since("alert", began).Where(alert => alert.Report.State != "Resolved").ToArray();
        var anomalies = host.Since("anomaly", began).Select(anomaly => Title(anomaly.Report)).ToArray();
        var texts = alerts.Select(alert => alert.Report.Text).ToArray();
        var tenth = struck.Order().ElementAtOrDefault(Tenth - 1);
        var first = alerts.Length > 0 ? alerts[0].Arrived : ended;
        var seconds = tenth == 0 ? double.PositiveInfinity : Math.Max(0, Stopwatch.GetElapsedTime(tenth, first).TotalSeconds);
        return new FaultOutcome(fault.Name, struck.Count, anomalies, texts, texts.Any(fault.Named.IsMatch), seconds);
    }

    // The kind and the line, without the session and the numbers, so that equal ones can be counted.
    private static string Title(ShopReport anomaly)
    {
        var line = anomaly.Text.ReplaceLineEndings("\n").Split('\n')[0].Replace(anomaly.State, "…", StringComparison.Ordinal);
        return Numbers().Replace(line[..Math.Min(line.Length, TitleLength)], "…");
    }

    [GeneratedRegex("[0-9]+([.,][0-9]+)*")]
    private static partial Regex Numbers();

    public void Tell()
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Name}: {Struck} requests struck, {Alerts.Count} alerts, {(IsNamed ? "named" : "NOT NAMED")}, {Seconds:0.0} s after the tenth request"));
        foreach (var (title, count) in Anomalies.CountBy(title => title).OrderByDescending(item => item.Value).Take(TitlesShown))
        {
            Console.WriteLine($"  {count} times: {title}");
        }

        foreach (var alert in Alerts)
        {
            Console.WriteLine("  ALERT: " + alert.ReplaceLineEndings(Environment.NewLine + "    "));
        }
    }
}
