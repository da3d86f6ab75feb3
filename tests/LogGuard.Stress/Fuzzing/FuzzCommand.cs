using System.Diagnostics;
using System.Globalization;

namespace LogGuard.Stress.Fuzzing;

/// <summary>The command <c>fuzz</c>: runs, tells how it goes, and ends with one line of figures.</summary>
internal static class FuzzCommand
{
    public static int Run(long lines, int seed, string? data)
    {
        var run = new FuzzRun(FuzzLines.Read(SampleLogs.Folder(data)), seed);
        var watch = Stopwatch.StartNew();

        // A tenth to warm up: buffers and tables grow to their size. From there on memory must stay where it is.
        var step = Math.Max(1, lines / 10);
        run.Run(step);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        while (run.LineCount < lines)
        {
            run.Run(Math.Min(step, lines - run.LineCount));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.LineCount:N0} lines, {run.LineCount / watch.Elapsed.TotalSeconds:N0} lines/s through {run.FormatCount} formats, {run.ExceptionCount} exceptions, {GC.GetTotalMemory(false) / 1e6:0.0} MB"));
        }

        var growth = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        foreach (var (format, count) in run.Fits)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {format,-14} {count,12:N0} lines fit"));
        }

        foreach (var example in run.Examples)
        {
            Console.WriteLine(example);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mean line {run.CharacterCount / (double)run.LineCount:0} characters, {run.LineCount / watch.Elapsed.TotalSeconds:0} lines/s, {watch.Elapsed.TotalSeconds:0} s"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result lines={run.LineCount} exceptions={run.ExceptionCount} formats={run.FormatCount} memory_growth_mb={growth:0.0}"));
        return run.ExceptionCount == 0 ? 0 : 1;
    }
}
