using System.Diagnostics;
using System.Reflection;
using System.Text;
using LogGuard.Stress.Load;

namespace LogGuard.Stress.Resume;

/// <summary>
/// Kills a process with SIGKILL while it reads a growing log in which many orders are open, starts it again, and compares the
/// verdicts of all its lives with those of a run that nobody interrupted.
/// </summary>
internal sealed class ResumeRun(string root, int orders, int kills, int seed)
{
    private const int FaultEvery = 5;
    private const int ChunksPerLife = 8;

    private readonly Random _random = new(seed);

    /// <summary>Runs, and returns the difference.</summary>
    public async Task<ResumeResult> RunAsync()
    {
        var learnt = Path.Combine(root, "learnt");
        await ResumeDetector.LearnAsync(learnt);
        var lines = ResumeLog.Make(orders, seed + 1, FaultEvery);

        var whole = Path.Combine(root, "whole");
        StressDetector.Copy(learnt, whole);
        await File.WriteAllLinesAsync(ResumeDetector.LogIn(whole), lines);
        await File.WriteAllTextAsync(ResumeDetector.EndIn(whole), "");
        await ResumeDetector.RunAsync(whole, static () => { });

        var killed = Path.Combine(root, "killed");
        StressDetector.Copy(learnt, killed);
        await File.WriteAllTextAsync(ResumeDetector.LogIn(killed), "");
        var lives = kills + 1;
        for (var life = 0; life < lives; life++)
        {
            var own = lines[(int)((long)lines.Length * life / lives)..(int)((long)lines.Length * (life + 1) / lives)];
            await LiveAsync(killed, own, isLast: life == kills);
        }

        return Compare(ResumeDetector.VerdictsIn(whole), ResumeDetector.VerdictsIn(killed), lines.Length);
    }

    private async Task LiveAsync(string folder, string[] lines, bool isLast)
    {
        using var process = Start(folder);
        await process.StandardOutput.ReadLineAsync();
        foreach (var chunk in lines.Chunk(lines.Length / ChunksPerLife + 1))
        {
            Append(ResumeDetector.LogIn(folder), chunk);
            await Task.Delay(_random.Next(30));
        }

        if (isLast)
        {
            await File.WriteAllTextAsync(ResumeDetector.EndIn(folder), "");
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"the last process ended with {process.ExitCode}");
            }

            return;
        }

        await Task.Delay(_random.Next(100));
        process.Kill();
        await process.WaitForExitAsync();
    }

    // In one piece: a line of which only the beginning is there for a while counts as a whole one.
    private static void Append(string path, string[] lines)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) is "dotnet" or not "LogGuard.Stress")
        {
            start.FileName = "dotnet";
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        start.ArgumentList.Add("resume-child");
        start.ArgumentList.Add("--folder");
        start.ArgumentList.Add(folder);
        return Process.Start(start)!;
    }

    private static ResumeResult Compare(string[] whole, string[] killed, int lines)
    {
        var (expected, found) = (whole.ToHashSet(StringComparer.Ordinal), killed.ToHashSet(StringComparer.Ordinal));
        return new ResumeResult(
            lines, whole.Length, [.. expected.Where(verdict => !found.Contains(verdict))], [.. found.Where(verdict => !expected.Contains(verdict))],
            killed.Length - found.Count);
    }
}

/// <summary>The difference between two runs.</summary>
/// <param name="Lines">Number of lines in the log.</param>
/// <param name="Verdicts">Number of verdicts without an interruption.</param>
/// <param name="Missing">Verdicts that only the run without interruption has.</param>
/// <param name="Surplus">Verdicts that only the interrupted run has.</param>
/// <param name="Repeated">Number of verdicts that the interrupted run gave twice.</param>
internal sealed record ResumeResult(int Lines, int Verdicts, IReadOnlyList<string> Missing, IReadOnlyList<string> Surplus, int Repeated);
