using LogGuard.Parsing;

namespace LogGuard.Stress;

/// <summary>Measures the processor time per line in nanoseconds: the median of several rounds on one thread, with the lines in memory.</summary>
internal static class SplitSpeed
{
    private const int Rounds = 9;
    private const int MaxLines = 20_000;

    public static int Run(string? data)
    {
        var folder = SampleLogs.Folder(data);
        Console.WriteLine($"{"format",-12} {"lines",7} {"split",9} {"session",9} {"joined",9}   (ns a line)");
        foreach (var path in SampleLogs.Files(folder))
        {
            // The file name starts with the system, as in BGL_first_100000.log.gz.
            var name = Path.GetFileName(path).Split('_')[0];
            if (LineFormat.TryGet(name, out var format))
            {
                Measure(format, SampleLogs.Read(path, MaxLines));
            }
        }

        return 0;
    }

    private static void Measure(LineFormat format, List<string> lines)
    {
        var parts = new LineParts();
        var reader = new SessionReader(format.Session, format);
        var joiner = new EventJoiner(format);
        var split = Median(lines.Count, () =>
        {
            foreach (var line in lines)
            {
                format.TrySplit(line, parts);
            }
        });
        var withSession = Median(lines.Count, () =>
        {
            foreach (var line in lines)
            {
                format.TrySplit(line, parts);
                reader.Read(line, parts);
            }
        });
        var joined = Median(lines.Count, () =>
        {
            foreach (var line in lines)
            {
                joiner.Add(line, out _);
            }
        });
        var session = format.Session is null ? "-" : $"{withSession - split:0}";
        Console.WriteLine($"{format.Name,-12} {lines.Count,7} {split,9:0} {session,9} {joined,9:0}");
    }

    private static double Median(int lines, Action round)
    {
        var repeats = Math.Max(1, 200_000 / lines);
        var nanoseconds = new double[Rounds];
        for (var i = -3; i < Rounds; i++)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                round();
            }

            nanoseconds[Math.Max(i, 0)] = (Environment.CpuUsage.TotalTime - start).TotalNanoseconds / (repeats * (double)lines);
        }

        Array.Sort(nanoseconds);
        return nanoseconds[Rounds / 2];
    }
}
