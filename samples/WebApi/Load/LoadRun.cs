using System.Diagnostics;
using System.Globalization;
using LogGuard;
using WebApi.Faults;
using WebApi.Watching;

namespace WebApi.Load;

/// <summary>
/// Runs load and faults against two services in separate processes, one with LogGuard and one without. Only their responses are
/// used.
/// </summary>
internal sealed class LoadRun : IAsyncDisposable
{
    // Anomalies may take a second. Waiting longer counts slower ones as late instead of missing.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private const int FalseAlarmsShown = 10;
    private const int RequestsOfDeploy = 2_000;

    // A restart, a new version, and the old one again: lines that are new in another version than the learnt one are reported only
    // once, so the faults strike the learnt one.
    private static readonly string[] Deploys = ["1.0.0", "2.0.0", "1.0.0"];

    private readonly LoadPlan _plan;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly DirectoryInfo _folder;
    private ServiceProcess _with = null!;
    private readonly ServiceProcess _without;
    private OrderClient _clientWith = null!;
    private readonly OrderClient _clientWithout;

    private int _alerts;
    private long _started;

    private LoadRun(LoadPlan plan, DirectoryInfo folder, ServiceProcess without)
    {
        _plan = plan;
        _folder = folder;
        _without = without;
        _clientWithout = new OrderClient(without.Address, plan.Connections);
    }

    public static async Task<int> RunAsync(LoadPlan plan)
    {
        await using var run = new LoadRun(plan, Directory.CreateTempSubdirectory("logguard-orders-"), await ServiceProcess.StartAsync("--no-detector"));
        await run.StartAsync(null, Deploys[0]);
        await run.LearnAsync();
        var alerts = await run.DeployAsync();
        var score = await run.FindFaultsAsync();
        var comparison = await run.CompareAsync();
        Console.WriteLine(LastLine(comparison, score, alerts));
        return 0;
    }

    public static string LastLine(Comparison comparison, FaultScore score, int alertsOverDeploys) => string.Create(
        CultureInfo.InvariantCulture, $"result requests_per_second_ratio={comparison.ThroughputRatio:0.000} p99_ratio={comparison.Percentile99Ratio:0.000} faults={score.Faults} found={score.Found} "
        + $"step_right={score.StepRight} false_alarms={score.FalseAlarms} worst_detection_ms={score.WorstDetection.TotalMilliseconds:0} alerts_over_deploys={alertsOverDeploys}");

    public async ValueTask DisposeAsync()
    {
        _clientWith.Dispose();
        _clientWithout.Dispose();
        await _with.DisposeAsync();
        await _without.DisposeAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(Uri? address, string version)
    {
        _started = Stopwatch.GetTimestamp();
        _with = await ServiceProcess.StartAsync(address, Take, "--model", _folder.FullName, "--app-version", version);
        _clientWith = new OrderClient(_with.Address, _plan.Connections);
    }

    private void Take(string line)
    {
        _alerts += line.StartsWith(AlertHandler.Prefix, StringComparison.Ordinal) ? 1 : 0;
        Console.WriteLine($"  {line}");
    }

    // The orders are in memory, so a deploy loses them: each part ends before it, and the next begins with orders of its own.
    private async Task<int> DeployAsync()
    {
        Console.WriteLine($"{Deploys.Length:N0} deploys, with {RequestsOfDeploy:N0} requests after each ...");
        var before = _alerts;
        for (var i = 0; i < Deploys.Length; i++)
        {
            Console.WriteLine($"deploy of version {Deploys[i]}");
            var address = _with.Address;
            _clientWith.Dispose();
            await _with.DisposeAsync();
            await StartAsync(address, Deploys[i]);
            await LoadPhase.RunAsync(_clientWith, _plan.Connections, PhaseSeed(7) + i, RequestsOfDeploy);
        }

        // Slow steps are not judged in the first minute of a process, so the faults strike later.
        for (var i = Deploys.Length; Stopwatch.GetElapsedTime(_started) < new AnomalyDetectorOptions().Values.WarmUpTime; i++)
        {
            await LoadPhase.RunAsync(_clientWith, _plan.Connections, PhaseSeed(7) + i, RequestsOfDeploy);
        }

        await Task.Delay(Settling);
        Console.WriteLine($"{_alerts - before} alerts over {Deploys.Length} deploys.");
        return _alerts - before;
    }

    private async Task LearnAsync()
    {
        Console.WriteLine($"Learning from {OrderApp.LearntRequests:N0} requests ...");
        var phase = await LoadPhase.RunAsync(_clientWith, _plan.Connections, PhaseSeed(1), OrderApp.LearntRequests);
        Console.WriteLine($"  {phase.RequestsPerSecond:0} requests a second, 99 in 100 within {phase.Percentile99():0.0} ms");
        var began = Stopwatch.GetTimestamp();
        while (await _with.GetHealthAsync(_http) is { State: not "Detecting" })
        {
            await Task.Delay(100);
        }

        Console.WriteLine($"  trained in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
    }

    private async Task<FaultScore> FindFaultsAsync()
    {
        Console.WriteLine($"{_plan.Requests:N0} requests, {_plan.FaultsOfKind} with each of four faults ...");
        var faults = new SeededFaults(_plan.Requests, _plan.FaultsOfKind, PhaseSeed(2));
        await using var listener = await AnomalyListener.StartAsync(_http, _with.Address);
        using var stalls = new StallWatch();
        await LoadPhase.RunAsync(_clientWith, _plan.Connections, PhaseSeed(3), _plan.Requests, faults);
        await Task.Delay(Settling);
        var score = FaultScore.Of(faults.Struck, listener.Arrived);
        foreach (var faultsOfKind in faults.Struck.GroupBy(fault => fault.Kind).OrderBy(faultsOfKind => faultsOfKind.Key))
        {
            var (kind, count) = (faultsOfKind.Key, faultsOfKind.Count());
            var missed = score.Missed.Count(miss => miss.Kind == kind && miss.Anomaly is null);
            var wrong = score.Missed.Count(miss => miss.Kind == kind) - missed;
            Console.WriteLine($"{FaultNames.Of(kind)}: {count} struck, {count - missed} found, {count - missed - wrong} with the step named. The first one:");
            Console.WriteLine(listener.Arrived.FirstOrDefault(arrival => arrival.Anomaly.SessionId == faultsOfKind.First().Sent.TraceId).Anomaly?.ToString() ?? "  (not found)");
        }

        foreach (var (kind, sent, anomaly) in score.Missed)
        {
            Console.WriteLine($"MISSED {FaultNames.Of(kind)} of \"{sent.Struck}\": {anomaly?.ToString() ?? "nothing was reported"}");
        }

        if (score.Late > 0)
        {
            Console.WriteLine($"{score.Late} were late, the last one {score.WorstDetection.TotalSeconds:0.0} s after its request's end: {score.Slowest}");
        }

        Console.WriteLine($"{score.FalseAlarms} false alarms; the machine stood still for {stalls.Longest.TotalMilliseconds:0} ms at most.");
        foreach (var anomaly in score.False.Take(FalseAlarmsShown))
        {
            Console.WriteLine($"FALSE ALARM: {anomaly}");
        }

        return score;
    }

    private async Task<Comparison> CompareAsync()
    {
        Console.WriteLine("The service without LogGuard gets as many requests, to be as warm ...");
        await LoadPhase.RunAsync(_clientWithout, _plan.Connections, PhaseSeed(4), OrderApp.LearntRequests + _plan.Requests);

        Console.WriteLine($"Comparing, {_plan.Pairs} runs of {_plan.Seconds:0} s with LogGuard and as many without, in turns ...");
        var comparison = await CompareAsync(PhaseSeed(5), _plan.Pairs, _plan.Seconds);

        // An additional figure at full processor load, not part of the result: no real service only logs.
        foreach (var service in new[] { _with, _without })
        {
            using var answer = await _http.PostAsync(new Uri(service.Address, "/backend?isInstant=true"), null);
            answer.EnsureSuccessStatusCode();
        }

        Console.WriteLine("The same with a backend that takes no time, so that the processor is all that there is to wait for ...");
        await CompareAsync(PhaseSeed(6), Math.Max(1, _plan.Pairs / 2), Math.Min(1, _plan.Seconds));
        var health = await _with.GetHealthAsync(_http);
        Console.WriteLine($"LogGuard took {health.Received:N0} events, of which {health.Dropped:N0} were dropped.");
        return comparison;
    }

    private async Task<Comparison> CompareAsync(int seed, int pairs, double seconds)
    {
        var (before, beforeWithout) = (_with.GetProcessorTime(), _without.GetProcessorTime());
        var comparison = await Comparison.RunAsync(_clientWith, _clientWithout, _plan.Connections, seed, pairs, TimeSpan.FromSeconds(seconds));
        var (used, usedWithout) = (_with.GetProcessorTime() - before, _without.GetProcessorTime() - beforeWithout);
        Console.WriteLine($"  with:    {comparison.With.PerSecond,8:0.0} requests a second, 99 in 100 within {comparison.With.Percentile99:0.00} ms, {used / (pairs * TimeSpan.FromSeconds(seconds)):0.00} processors");
        Console.WriteLine($"  without: {comparison.Without.PerSecond,8:0.0} requests a second, 99 in 100 within {comparison.Without.Percentile99:0.00} ms, {usedWithout / (pairs * TimeSpan.FromSeconds(seconds)):0.00} processors");
        Console.WriteLine($"  ratios:  {comparison.ThroughputRatio,8:0.000} requests a second, {comparison.Percentile99Ratio:0.000} of the time");
        return comparison;
    }

    // The seeds are far enough apart that no two phases have the same orders.
    private int PhaseSeed(int phase) => _plan.Seed * 1_000 + phase * 50;
}
