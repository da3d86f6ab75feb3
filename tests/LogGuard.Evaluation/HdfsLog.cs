using LogGuard.Sequences;

namespace LogGuard.EvaluationRuns;

/// <summary>The labelled sessions of <c>samples/data/hdfs</c>, and a way to log them to a detector.</summary>
internal sealed class HdfsLog
{
    /// <summary>Sessions that are under way at the same time.</summary>
    public const int Concurrency = 1000;

    private static readonly DateTimeOffset Start = new(2008, 11, 9, 20, 35, 18, TimeSpan.Zero);
    private static readonly string[] Templates = [.. Enumerable.Range(0, 100).Select(key => $"HDFS event {key} of {{BlockId}}")];

    private readonly Random _random = new(2009);
    private readonly AnomalyDetector _detector;

    public HdfsLog(AnomalyDetector detector) => _detector = detector;

    /// <summary>The template that an event of a key is logged with; by default one that names the key.</summary>
    public Func<int, string> TemplateOf { get; init; } = static key => Templates[key];

    /// <summary>Events logged so far.</summary>
    public long EventCount { get; private set; }

    /// <summary>The sessions of one file, equal ones being one array.</summary>
    public static List<int[]> Read(string name)
    {
        var sequences = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var sessions = new List<int[]>();
        foreach (var line in DataFiles.ReadLines($"hdfs/{name}").Where(line => line.Length > 0))
        {
            if (!sequences.TryGetValue(line, out var keys))
            {
                sequences.Add(line, keys = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]);
            }

            sessions.Add(keys);
        }

        return sessions;
    }

    /// <summary>All test sessions, normal and anomalous ones mixed in a seeded order.</summary>
    public static (int[] Keys, bool IsAnomalous)[] ReadTest()
    {
        var sessions = Read("hdfs_test_normal.txt.gz").Select(keys => (keys, false))
            .Concat(Read("hdfs_test_abnormal.txt.gz").Select(keys => (keys, true))).ToArray();
        new Random(7).Shuffle(sessions);
        return sessions;
    }

    /// <summary>Settings for a replay of the log's own time, which loses nothing.</summary>
    public static AnomalyDetectorOptions Options()
    {
        var options = new AnomalyDetectorOptions { PendingAnomalyLimit = 100_000, Diagnostics = Console.Error.WriteLine };
        options.Session.IdleTimeout = TimeSpan.FromMinutes(1);
        options.Session.OpenLimit = 200_000;
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Queue.ShutdownTimeout = TimeSpan.FromMinutes(1);
        options.Training.SessionCount = int.MaxValue / 100;
        return options;
    }

    /// <summary>Logs sessions, <see cref="Concurrency"/> at a time interleaved, and takes each as ended behind its last event.</summary>
    /// <param name="sessions">The keys of each.</param>
    /// <param name="firstNumber">They are named by numbers from here upwards.</param>
    public void Write(IReadOnlyList<int[]> sessions, int firstNumber)
    {
        var open = new List<(int Number, int Position)>(Concurrency);
        var next = 0;
        while (next < sessions.Count || open.Count > 0)
        {
            while (open.Count < Concurrency && next < sessions.Count)
            {
                open.Add((next++, 0));
            }

            var slot = _random.Next(open.Count);
            var (number, position) = open[slot];
            var keys = sessions[number];
            var template = TemplateOf(keys[position]);
            _detector.Intake.Take(
                template, SessionId.From(firstNumber + number), Start.AddMilliseconds(EventCount++).UtcTicks, LogSeverity.Information, template,
                TemplateRenderer.Instance);
            if (position + 1 < keys.Length)
            {
                open[slot] = (number, position + 1);
            }
            else
            {
                open[slot] = open[^1];
                open.RemoveAt(open.Count - 1);
                _detector.CloseSession(firstNumber + number);
            }
        }
    }

    private sealed class TemplateRenderer : LineRenderer
    {
        public static readonly TemplateRenderer Instance = new();

        public override string Render(object line) => (string)line;

        public override string? GetTraceId(object line) => null;

        public override string GetTemplate(object line) => (string)line;
    }
}
