using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LogGuard.Stress.Load;

namespace LogGuard.Stress.Floods;

/// <summary>Runs all floods one after another, each in its own process, and judges them by the bars.</summary>
internal sealed partial class FloodRun(StressSettings settings, string learnt, string root)
{
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;

    // MB from the middle of a flood to its end. Its tables are full before it begins; see FillWatch. A leak of 64 bytes a line is 4.5 MB in half of seven
    // seconds at 20,000 lines a second.
    private const double GrowthLimit = 4;

    private static readonly TimeSpan LagLimit = TimeSpan.FromSeconds(1);

    // A child that hangs is ended, and its flood has failed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Returns whether every bar holds.</summary>
    public bool Run()
    {
        var floods = Flood.All.Where(flood => settings.OnlyFlood is not { } only || flood.Name == only).ToArray();
        var results = new List<FloodResult>();
        var isRight = true;
        foreach (var flood in floods)
        {
            var result = RunOne(flood, Math.Max(1, settings.Seconds / floods.Length));
            var faults = FaultsOf(result);
            isRight &= faults.Count == 0;
            results.Add(result);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{flood.Name,-18} {Line(result)}{(faults.Count == 0 ? "" : "  FAILED: " + string.Join(", ", faults))}"));
            Console.WriteLine("  " + result.Note);
        }

        Console.WriteLine($"result door={settings.Door} {Line(FloodResult.Sum(results))}");
        return isRight;
    }

    private static string Line(FloodResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"exceptions={result.Exceptions} received={result.Received} scored={result.Scored} dropped={result.Dropped} planted={result.Planted} alerted={result.Alerted} "
        + $"worst_alert_seconds={result.WorstAlertSeconds:0.00} worst_lag_seconds={result.WorstLagSeconds:0.00} memory_growth_mb={result.MemoryGrowth:0.0}");

    /// <summary>Returns the bars that a flood does not keep.</summary>
    public static List<string> FaultsOf(FloodResult result)
    {
        var faults = new List<string>();
        Demand(result.Exceptions == 0, "exceptions");
        Demand(result.Received > 0 && result.Calls == result.Received && result.Received == result.Scored + result.Dropped, "events not accounted for");
        Demand(result.Planted > 0 && result.Alerted == result.Planted, "planted failures not alerted in time");
        Demand(result.WorstLagSeconds <= LagLimit.TotalSeconds, "lag");
        Demand(result.MemoryGrowth <= GrowthLimit, "memory");
        return faults;

        void Demand(bool holds, string what)
        {
            if (!holds)
            {
                faults.Add(what);
            }
        }
    }

    private FloodResult RunOne(Flood flood, int seconds)
    {
        var folder = Path.Combine(root, flood.Name);
        StressDetector.Copy(learnt, folder);
        using var process = StressProcess.Start(
            flood.Variables, "flood-child", "--flood", flood.Name, "--folder", folder, "--seconds", Text(seconds), "--rate", Text(settings.Rate), "--seed", Text(settings.Seed),
            "--door", settings.Door, "--leak", Text(settings.Leak));
        using var patience = new Timer(_ => process.Kill(), null, Patience + TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        FloodResult? result = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line == FloodChild.Begun && flood.Suspension > TimeSpan.Zero)
            {
                Suspend(process, (TimeSpan.FromSeconds(seconds) + flood.Suspension) * 0.45, flood.Suspension);
            }
            else if (line.StartsWith(FloodChild.Result, StringComparison.Ordinal))
            {
                result = JsonSerializer.Deserialize(line[FloodChild.Result.Length..], FloodJson.Default.FloodResult);
            }
            else if (line != FloodChild.Begun)
            {
                Console.WriteLine("  " + line);
            }
        }

        process.WaitForExit();
        return result ?? new FloodResult { Exceptions = 1, Note = $"the process ended with {process.ExitCode} and without a result" };
    }

    private static void Suspend(Process process, TimeSpan after, TimeSpan time)
    {
        Thread.Sleep(after);
        _ = Kill(process.Id, StopSignal);
        Thread.Sleep(time);
        _ = Kill(process.Id, ContinueSignal);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
