using System.Diagnostics;
using System.Globalization;

namespace LogGuard.Stress.Fuzzing;

/// <summary>The command <c>fuzz</c>: reports the progress, and prints the figures as the last line.</summary>
internal static class FuzzCommand
{
    public static int Run(long lines, int seed, int threads, string? data)
    {
        var real = FuzzLines.Read(SampleLogs.Folder(data));
        threads = (int)Math.Min(threads, lines);
        var runs = Enumerable.Range(0, threads).Select(i => new FuzzRun(real, seed + i)).ToArray();
        var watch = Stopwatch.StartNew();

        // The first tenth is warm-up, in which buffers and tables grow. After it the memory must not grow.
        const int Steps = 10;
        long before = 0;
        for (var step = 1; step <= Steps; step++)
        {
            Parallel.For(0, threads, i => runs[i].Run(Share(lines, threads, i) * step / Steps - runs[i].LineCount));
            var memory = GC.GetTotalMemory(forceFullCollection: true);
            before = step == 1 ? memory : before;
            Say($"{LinesOf(runs):N0} lines, {LinesOf(runs) / watch.Elapsed.TotalSeconds:N0} lines/s through {runs[0].FormatCount} formats, {ExceptionsOf(runs)} exceptions, {memory / 1e6:0.0} MB");
        }

        var growth = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        for (var i = 0; i < runs[0].FormatCount; i++)
        {
            Say($"  {runs[0].Fits.ElementAt(i).Format,-14} {runs.Sum(run => run.Fits.ElementAt(i).Count),12:N0} lines fit");
        }

        foreach (var example in runs.SelectMany(run => run.Examples))
        {
            Console.WriteLine(example);
        }

        Say($"mean line {runs.Sum(run => run.CharacterCount) / (double)LinesOf(runs):0} characters, {LinesOf(runs) / watch.Elapsed.TotalSeconds:0} lines/s by {threads} threads, {watch.Elapsed.TotalSeconds:0} s");
        Say($"result lines={LinesOf(runs)} exceptions={ExceptionsOf(runs)} formats={runs[0].FormatCount} memory_growth_mb={growth:0.0}");
        GC.KeepAlive(runs);
        return ExceptionsOf(runs) == 0 ? 0 : 1;
    }

    private static long Share(long lines, int threads, int thread) => (lines / threads) + (thread < lines % threads ? 1 : 0);

    private static long LinesOf(FuzzRun[] runs) => runs.Sum(run => run.LineCount);

    private static long ExceptionsOf(FuzzRun[] runs) => runs.Sum(run => run.ExceptionCount);

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
