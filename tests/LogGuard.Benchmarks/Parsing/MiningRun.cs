using System.Diagnostics;
using System.Globalization;
using LogGuard.Benchmarks.Emit;
using LogGuard.Parsing;

namespace LogGuard.Benchmarks.Parsing;

/// <summary>
/// Measures template mining on one core with the contents in memory: medians of alternating rounds, with Drain3 in Python if it
/// is installed. The unit is the thread's processor time, so other work on the machine has little effect.
/// </summary>
internal static class MiningRun
{
    private const int Rounds = 7;
    private const int LinesPerRound = 400_000;

    public static int Run()
    {
        var hdfs = MiningLog.Hdfs();
        var bgl = MiningLog.Bgl();
        var contenders = new List<Contender>();
        foreach (var (name, lines) in new[] { ("HDFS", hdfs), ("BGL", bgl) })
        {
            foreach (var masks in new[] { false, true })
            {
                contenders.Add(new Contender(name, lines, masks, isLearning: true));
                contenders.Add(new Contender(name, lines, masks, isLearning: false));
            }
        }

        // The worst case of learning: each line is a new template, of the same shape as all others, and one is forgotten for it.
        var oneShape = new Contender("one shape", MiningLog.OneShape(), isMasked: true, isLearning: true);
        contenders.Add(oneShape);

        for (var round = -1; round < Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                contender.RunRound(LinesPerRound, isCounted: round >= 0);
            }
        }

        foreach (var contender in contenders)
        {
            Console.WriteLine(contender);
        }

        var drain3 = Drain3Round(hdfs);
        double Slowest(bool masks) => contenders.Where(contender => contender.IsMasked == masks && contender != oneShape).Min(contender => contender.LinesPerSecond);
        var bytes = contenders.Where(contender => !contender.IsLearning).Max(contender => contender.BytesPerLine);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result mining_unmasked_lines_per_second={Slowest(masks: false):0} mining_masked_lines_per_second={Slowest(masks: true):0} "
            + $"mining_one_shape_lines_per_second={oneShape.LinesPerSecond:0} match_bytes_per_line={bytes:0.###} drain3_unmasked={drain3.Unmasked:0} drain3_masked={drain3.Masked:0}"));
        return 0;
    }

    private static (double Unmasked, double Masked) Drain3Round(string[] lines)
    {
        var contents = Path.GetTempFileName();
        try
        {
            File.WriteAllText(contents, string.Join('\n', lines));
            var script = Path.Combine(AppContext.BaseDirectory, "drain3", "measure_drain3.py");
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3")
            {
                ArgumentList = { script, contents, "3" },
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            _ = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            if (python.ExitCode == 0)
            {
                Console.WriteLine(output);
                var figures = output.Split(' ').Skip(1).Select(pair => double.Parse(pair.Split('=')[1], CultureInfo.InvariantCulture)).ToArray();
                return (figures[0], figures[1]);
            }
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or FormatException or IndexOutOfRangeException)
        {
            // Python is not installed, or the output is unexpected.
        }
        finally
        {
            File.Delete(contents);
        }

        Console.WriteLine("Drain3: not installed");
        return (0, 0);
    }

    private sealed class Contender
    {
        private readonly List<double> _rates = [];
        private readonly string _log;
        private readonly string[] _lines;
        private readonly TemplateMiner _miner;

        public Contender(string log, string[] lines, bool isMasked, bool isLearning)
        {
            _log = log;
            _lines = lines;
            IsMasked = isMasked;
            IsLearning = isLearning;
            _miner = new TemplateMiner(new TemplateMinerOptions { Masks = isMasked });
            foreach (var line in isLearning ? [] : lines)
            {
                _miner.Learn(line);
            }
        }

        public bool IsMasked { get; }

        public bool IsLearning { get; }

        public double LinesPerSecond => _rates.Order().ElementAt(_rates.Count / 2);

        public double BytesPerLine { get; private set; }

        public void RunRound(int lines, bool isCounted)
        {
            var repeats = Math.Max(1, lines / _lines.Length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = ThreadClock.Nanoseconds;
            var unmatched = 0;

            // Learning starts with a new miner in each round, so that the time includes finding the templates.
            var miner = IsLearning ? new TemplateMiner(new TemplateMinerOptions { Masks = IsMasked }) : _miner;
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                foreach (var line in _lines)
                {
                    if (IsLearning)
                    {
                        miner.Learn(line);
                    }
                    else if (!miner.TryMatch(line, out _))
                    {
                        unmatched++;
                    }
                }
            }

            var seconds = (ThreadClock.Nanoseconds - start) / 1e9;
            if (unmatched > 0)
            {
                throw new InvalidOperationException($"{unmatched} lines of {_log} fit no template that was learnt from them.");
            }

            if (isCounted)
            {
                _rates.Add(repeats * (double)_lines.Length / seconds);
                BytesPerLine = (GC.GetAllocatedBytesForCurrentThread() - before) / ((double)repeats * _lines.Length);
            }
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{_log}, {(IsMasked ? "default masks" : "unmasked")}, {(IsLearning ? "learn" : "match")}: {LinesPerSecond:N0} lines/s, {BytesPerLine:0.###} bytes a line");
    }
}
