using System.Diagnostics;
using System.Globalization;
using LogGuard.Stress.Load;

namespace LogGuard.Stress.Kills;

/// <summary>
/// Repeatedly kills a process with SIGKILL while it saves into one folder. Each time it checks that a detector finds a valid
/// snapshot there: the one being saved, or the last one reported as saved.
/// </summary>
internal sealed class KillRun(StressSettings settings, string learnt, string folder)
{
    // Some saves complete first, so that the process is warm and the next save is typical.
    private const int SavesBefore = 3;
    private const int ProgressEvery = 20;

    private readonly Random _random = new(settings.Seed);
    private readonly List<long> _saveTicks = [];

    /// <summary>Returns the number of kills and of lost snapshots.</summary>
    public (int Kills, int Lost) Run()
    {
        StressDetector.Copy(learnt, folder);
        var (lost, duringSave, newest) = (0, 0, 0);
        for (var kill = 1; kill <= settings.Kills; kill++)
        {
            var said = KillOnce();
            duringSave += said.IsSaving ? 1 : 0;
            if (FindProblem(said, out var isNewest) is { } problem)
            {
                lost++;
                Console.WriteLine($"kill {kill}: {problem}");
            }

            newest += isNewest ? 1 : 0;
            if (kill % ProgressEvery == 0 || kill == settings.Kills)
            {
                Console.WriteLine(
                    $"kills: {kill:N0}, {duringSave:N0} of them during a save, {newest:N0} of these with the new snapshot complete; {lost:N0} lost; "
                    + $"{Directory.GetDirectories(folder, ".saving-*").Length:N0} unfinished folders left behind, which go after a day");
            }
        }

        return (settings.Kills, lost);
    }

    private KillMessages KillOnce()
    {
        using var process = StressProcess.Start(null, "kill-child", "--folder", folder);
        var said = new KillMessages();
        var begun = 0L;
        var before = SavesBefore + _random.Next(3);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            said.Add(line);
            if (said.IsSaving)
            {
                begun = Stopwatch.GetTimestamp();
                if (said.Begun > before)
                {
                    break;
                }
            }
            else
            {
                _saveTicks.Add(Stopwatch.GetTimestamp() - begun);
            }
        }

        // A random moment within a save of usual length, or shortly after it.
        var until = Stopwatch.GetTimestamp() + (long)(_random.NextDouble() * 1.2 * Median(_saveTicks));
        while (Stopwatch.GetTimestamp() < until)
        {
            Thread.SpinWait(20);
        }

        process.Kill();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            said.Add(line);
        }

        process.WaitForExit();
        return said;
    }

    private string? FindProblem(KillMessages said, out bool isNewest)
    {
        isNewest = false;
        if (said.LastSaved == 0)
        {
            return "the process never saved";
        }

        var problems = new List<string>();
        var options = StressDetector.Options(folder);
        options.RequireModel = true;
        options.Diagnostics = line =>
        {
            if (line.Contains("damaged", StringComparison.Ordinal) || line.Contains("cannot", StringComparison.Ordinal))
            {
                problems.Add(line);
            }
        };
        try
        {
            // A valid newest snapshot is used without a message.
            using var detector = new AnomalyDetector(options);
            var number = detector.Snapshots[^1].Number;
            isNewest = said.IsSaving && number == said.LastSaved + 1;
            if (number < said.LastSaved || number > said.LastSaved + 1)
            {
                problems.Add($"snapshot {number.ToString(CultureInfo.InvariantCulture)} is there, and {said.LastSaved.ToString(CultureInfo.InvariantCulture)} was saved");
            }
        }
        catch (Exception exception)
        {
            problems.Add(exception.Message);
        }

        return problems.Count == 0 ? null : string.Join("; ", problems);
    }

    private static long Median(List<long> ticks) => ticks.Count == 0 ? 0 : ticks.Order().ElementAt(ticks.Count / 2);
}
