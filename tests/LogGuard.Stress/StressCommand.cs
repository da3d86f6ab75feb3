using System.Diagnostics;
using System.Globalization;
using LogGuard.Stress.Floods;
using LogGuard.Stress.Kills;
using LogGuard.Stress.Load;

namespace LogGuard.Stress;

/// <summary>The whole run: training, load with faults, shutdown with a full queue, kills, and the final verdict.</summary>
internal static class StressCommand
{
    /// <summary>The maximum growth of memory from the first quarter to the last.</summary>
    private const double GrowthLimit = 0.05;

    public static int Run(StressSettings settings)
    {
        var root = Directory.CreateTempSubdirectory("logguard-stress-").FullName;
        try
        {
            var learnt = Path.Combine(root, "learnt");
            var started = Stopwatch.GetTimestamp();
            StressDetector.Learn(learnt, settings);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"learnt in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s; {settings.Threads} threads on {Environment.ProcessorCount} processors, {settings.Rate:N0} events/s but in bursts, seed {settings.Seed}, door {settings.Door}"));
            if (settings.HasFloods)
            {
                return new FloodRun(settings, learnt, root).Run() ? 0 : 1;
            }

            LoadResult load;
            using (var run = new LoadRun(settings, learnt, Path.Combine(root, "model")))
            {
                load = run.Run();
            }

            var isShutdownRight = ShutdownRun.Run(settings, learnt);
            var (kills, lost) = new KillRun(settings, learnt, Path.Combine(root, "killed")).Run();
            lost += load.ModelsLost;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"result exceptions={load.Exceptions} received={load.Received} scored={load.Scored} dropped={load.Dropped} memory_growth={load.MemoryGrowth:0.000} verdicts_differing={load.VerdictsDiffering} kills={kills} lost_snapshots={lost}"));
            return load.Exceptions == 0 && load.IsExact && load.Received == load.Scored + load.Dropped && load.MemoryGrowth <= GrowthLimit
                && load.VerdictsDiffering == 0 && lost == 0 && isShutdownRight ? 0 : 1;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
