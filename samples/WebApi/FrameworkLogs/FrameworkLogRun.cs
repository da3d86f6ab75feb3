using System.Diagnostics;
using System.Globalization;
using WebApi.Load;

namespace WebApi.FrameworkLogs;

/// <summary>
/// Runs the shop with the framework's log lines: learning, healthy traffic with three deploys, and six faults. The load sees
/// only answers, and the anomalies and alerts that the shop's callbacks were given.
/// </summary>
internal static class FrameworkLogRun
{
    /// <summary>Number of requests sent to learn from; the detector starts training on its own, at its default.</summary>
    private const int LearntRequests = 5_000;

    // Anomalies may arrive a little later than the request's answer.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LearningPatience = TimeSpan.FromMinutes(10);

    // One deploy of the same version, one of the next, and one of that again.
    private static readonly string[] Deploys = ["1.0.0", "2.0.0", "2.0.0"];

    public static async Task<int> RunAsync(LoadPlan plan)
    {
        var root = Directory.CreateTempSubdirectory("logguard-shop-");
        try
        {
            var outcomes = new List<FaultOutcome>();
            var (anomalies, alerts) = (0, 0);
            await using (var host = await ShopHost.StartAsync(root.CreateSubdirectory("defaults").FullName, hasCommandsInKey: false))
            {
                using var client = new ShopClient(host.Address);
                var traffic = new Traffic(client, plan.Seed);
                await LearnAsync(host, client, traffic);
                (anomalies, alerts) = await StayHealthyAsync(plan, host, client, traffic);
                await FailAsync(ShopFault.OfDefaults, plan, host, client, traffic, outcomes);
            }

            Console.WriteLine("The same shop anew, with the text of a database command in its key ...");
            await using (var host = await ShopHost.StartAsync(root.CreateSubdirectory("commands").FullName, hasCommandsInKey: true))
            {
                using var client = new ShopClient(host.Address);
                var traffic = new Traffic(client, plan.Seed + 1);
                await LearnAsync(host, client, traffic);
                await FailAsync([ShopFault.OfCommands], plan, host, client, traffic, outcomes);
            }

            Console.WriteLine(LastLine(anomalies, alerts, outcomes));
            return 0;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    public static string LastLine(int anomalies, int alerts, IReadOnlyCollection<FaultOutcome> outcomes) => string.Create(
        CultureInfo.InvariantCulture,
        $"result healthy_anomalies={anomalies} healthy_alerts={alerts} faults={outcomes.Count} alerted={outcomes.Count(fault => fault.IsAlerted)} "
        + $"named={outcomes.Count(fault => fault.IsNamed)} alerts_per_fault={outcomes.Select(fault => fault.Alerts.Count).DefaultIfEmpty().Average():0.0} "
        + $"worst_alert_seconds={outcomes.Select(fault => fault.Seconds).DefaultIfEmpty().Max():0.0}");

    private static async Task LearnAsync(ShopHost host, ShopClient client, Traffic traffic)
    {
        Console.WriteLine($"Learning from {LearntRequests:N0} requests ...");
        var began = Stopwatch.GetTimestamp();
        await traffic.RunAsync(LearntRequests);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {LearntRequests / Stopwatch.GetElapsedTime(began).TotalSeconds:0} requests a second"));
        var isTrained = false;
        var waiting = traffic.RunAsync(() => !Volatile.Read(ref isTrained));
        while (!(await host.GetStateAsync()).StartsWith("Detecting", StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(began) > LearningPatience)
            {
                throw new TimeoutException($"The detector has not learnt after {LearningPatience.TotalMinutes:0} minutes: {await host.GetStateAsync()}");
            }

            await Task.Delay(200);
        }

        Volatile.Write(ref isTrained, true);
        await waiting;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  detecting after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s and {client.Count:N0} requests, {client.Failures:N0} of which failed; until then {host.Since("anomaly", 0).Count} anomalies, {host.Since("alert", 0).Count} alerts"));
    }

    private static async Task<(int Anomalies, int Alerts)> StayHealthyAsync(LoadPlan plan, ShopHost host, ShopClient client, Traffic traffic)
    {
        Console.WriteLine($"{plan.Requests:N0} healthy requests, with {Deploys.Length} deploys under way ...");
        var (began, first, failures) = (Stopwatch.GetTimestamp(), client.Count, client.Failures);
        var running = traffic.RunAsync(plan.Requests);
        for (var i = 0; i < Deploys.Length; i++)
        {
            await client.UntilAsync(first + plan.Requests * (i + 1) / (Deploys.Length + 1));
            await host.DeployAsync(Deploys[i]);
        }

        await running;
        await Task.Delay(Settling);
        var (anomalies, alerts) = (host.Since("anomaly", began), host.Since("alert", began).Where(alert => alert.Report.State != "Resolved").ToArray());
        Console.WriteLine($"  {client.Count - first:N0} requests, {client.Failures - failures:N0} of which failed: {anomalies.Count} anomalies, {alerts.Length} alerts; {await host.GetStateAsync()}");
        foreach (var (report, arrived) in anomalies)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FALSE after {Stopwatch.GetElapsedTime(began, arrived).TotalSeconds:0.0} s: {report.Text}"));
        }

        foreach (var (report, _) in alerts)
        {
            Console.WriteLine($"FALSE ALERT: {report.Text}");
        }

        return (anomalies.Count, alerts.Length);
    }

    private static async Task FailAsync(
        IEnumerable<ShopFault> faults, LoadPlan plan, ShopHost host, ShopClient client, Traffic traffic, List<FaultOutcome> outcomes)
    {
        foreach (var fault in faults)
        {
            var outcome = await FaultOutcome.RunAsync(fault, plan.FaultsOfKind, host, client, traffic);
            outcome.Tell();
            outcomes.Add(outcome);
        }
    }
}
