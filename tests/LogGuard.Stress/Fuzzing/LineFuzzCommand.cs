using System.Diagnostics;
using System.Globalization;

namespace LogGuard.Stress.Fuzzing;

/// <summary>The command <c>fuzz-lines</c>: equal shares of the lines through each format, and the figures as the last line.</summary>
internal static class LineFuzzCommand
{
    /// <summary>The name of the command, and of its result.</summary>
    public const string Name = "fuzz-lines";

    public static async Task<int> RunAsync(long lines, int seed, string? data)
    {
        var real = FuzzLines.Read(SampleLogs.Folder(data));
        var formats = LineFuzzFormats.All;
        var folder = MemoryFolder.Create("logguard-fuzz-");
        var watch = Stopwatch.StartNew();
        var (read, exceptions, unbalanced) = (0L, 0L, 0L);
        try
        {
            for (var i = 0; i < formats.Count; i++)
            {
                await using var fuzzer = new LineFuzzer(formats[i].Format, real, seed + i, folder);
                await fuzzer.RunAsync((lines / formats.Count) + (i < lines % formats.Count ? 1 : 0));
                read += fuzzer.LineCount;
                exceptions += fuzzer.ExceptionCount;
                unbalanced += fuzzer.UnbalancedCount;
                Say($"{formats[i].Name,-26} {fuzzer.LineCount,9:N0} lines, {fuzzer.FitCount,9:N0} fit, {fuzzer.ExceptionCount} exceptions, {fuzzer.UnbalancedCount} unbalanced; {read / watch.Elapsed.TotalSeconds:N0} lines/s so far");
                if (fuzzer.Example is { } example)
                {
                    Console.WriteLine(example);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Say($"result name={Name} lines={read} exceptions={exceptions} unbalanced={unbalanced}");
        return exceptions == 0 && unbalanced == 0 ? 0 : 1;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
