using System.Globalization;
using LogGuard.Stress.Load;

namespace LogGuard.Stress.Kills;

/// <summary>The process that is killed. It saves snapshots one after another, and prints a message before and after each.</summary>
internal static class KillChild
{
    // The time limit in case the parent has exited and nobody kills the process.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(string folder)
    {
        var started = TimeProvider.System.GetTimestamp();
        var options = StressDetector.Options(folder);
        options.RequireModel = true;
        await using var detector = new AnomalyDetector(options);
        while (TimeProvider.System.GetElapsedTime(started) < Longest)
        {
            Say(KillMessages.Saving);
            var path = await detector.SaveAsync() ?? throw new InvalidOperationException("nothing was saved");
            Say(KillMessages.Saved + int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
