using System.Collections.Concurrent;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>
/// A detector with a log to write to: sessions as letters, each letter a step. Small models, a clock that stands
/// still, and everything that the detector says kept in order.
/// </summary>
internal sealed class PipelineLog : IDisposable, IAsyncDisposable
{
    /// <summary>Far more than anything here takes; a test that waits this long has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>When the log begins: a day before the clock, which vouches for no event that is ahead of it.</summary>
    public static readonly DateTimeOffset Start = TestTimeProvider.Start.AddDays(-1);

    public PipelineLog(Action<AnomalyDetectorOptions>? configure = null, ITextGroups? textGroups = null)
    {
        var options = new AnomalyDetectorOptions { TimeProvider = Clock, Diagnostics = Tell };
        options.Model.HiddenSize = 16;
        options.Model.LayerCount = 1;
        options.Model.WindowSize = 4;
        options.Model.TrainingSteps = 100;
        options.Model.TopG = 1;
        configure?.Invoke(options);
        Detector = new AnomalyDetector(options, textGroups ?? new LogGuard.Pipeline.MinedTextGroups());
        Detector.Anomaly += (_, anomaly) => Anomalies.Enqueue(anomaly);
    }

    public TestTimeProvider Clock { get; } = new();

    public AnomalyDetector Detector { get; }

    /// <summary>What the detector told, but for the settings that it was given here.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<Anomaly> Anomalies { get; } = new();

    /// <summary>The time of the next event; each takes a millisecond.</summary>
    public DateTimeOffset Time { get; set; } = Start;

    public static string Template(string step) => $"step {step} of {{Job}}";

    public static LogRecord Record(object? session = null, int key = 1, long ticks = 0) =>
        new(key, LogSeverity.Information, 0, SessionId.From(session), ticks, null, null);

    public static Anomaly Anomaly(long position) => new()
    {
        Kind = AnomalyKind.UnknownKey,
        SessionId = "s",
        Template = "t",
        Line = "l",
        Position = position,
        Timestamp = TestTimeProvider.Start,
        Severity = LogSeverity.Information,
        Expected = [],
        RecentSteps = [],
        Score = 1,
        Reason = "r",
    };

    /// <summary>Logs the steps of one session.</summary>
    public void Write(object? session, string steps, LogSeverity severity = LogSeverity.Information)
    {
        foreach (var step in steps.Split(' '))
        {
            Line(Template(step), session, severity);
        }
    }

    /// <summary>Logs the steps of a session that is a trace, with its span as the current one.</summary>
    public void Traced(System.Diagnostics.Activity span, string steps)
    {
        var trace = span.TraceId.ToHexString();
        var before = System.Diagnostics.Activity.Current;
        System.Diagnostics.Activity.Current = span;
        foreach (var step in steps.Split(' '))
        {
            var template = Template(step);
            Detector.Intake.Take(template, SessionId.From(trace), Time.UtcTicks, LogSeverity.Information, template, new PipelineRenderer(trace));
            Time += TimeSpan.FromMilliseconds(1);
        }

        System.Diagnostics.Activity.Current = before;
    }

    /// <summary>Logs one line.</summary>
    public void Line(string template, object? session, LogSeverity severity = LogSeverity.Information)
    {
        Detector.Intake.Take(template, SessionId.From(session), Time.UtcTicks, severity, template, PipelineRenderer.Instance);
        Time += TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Logs sessions and takes them as ended.</summary>
    public async Task WriteSessionsAsync(int count, string steps = "a b c d", string prefix = "s")
    {
        for (var i = 0; i < count; i++)
        {
            Write($"{prefix}{i}", steps);
        }

        await Detector.CloseSessionsAsync().WaitAsync(Patience);
    }

    /// <summary>Logs sessions of whole lines, which are their own templates, and takes them as ended.</summary>
    public async Task WriteTextSessionsAsync(int count, params string[] lines)
    {
        for (var i = 0; i < count; i++)
        {
            foreach (var line in lines)
            {
                Line(line, $"text{i}");
            }
        }

        await Detector.CloseSessionsAsync().WaitAsync(Patience);
    }

    /// <summary>Has the detector learn that a session is <c>a b c d</c>.</summary>
    public async Task LearnAsync(int count = 60)
    {
        await WriteSessionsAsync(count, prefix: "learnt");
        Assert.True(await Detector.TrainAsync().WaitAsync(Patience), "there was nothing to train on");
        Assert.Equal(DetectorState.Detecting, Detector.State);
    }

    /// <summary>Has the reader stand still until the result is disposed of.</summary>
    public PipelineGate StopReader()
    {
        var gate = new PipelineGate();
        Line(Template("a"), gate.Id);
        gate.WaitForReader();
        return gate;
    }

    /// <summary>The same at the end of a session, where sessions are hashed, so that no id reaches the reader.</summary>
    public PipelineGate StopReaderAtEnd()
    {
        var gate = new PipelineGate();
        Detector.Intake.Observe(gate);
        Line(Template("a"), "gate");
        Detector.CloseSession("gate");
        gate.WaitForReader();
        return gate;
    }

    public Task FlushAsync() => Detector.FlushAsync().WaitAsync(Patience);

    public void Dispose() => Detector.Dispose();

    public ValueTask DisposeAsync() => Detector.DisposeAsync();

    private void Tell(string message)
    {
        if (!message.StartsWith("LogGuard: settings that are not the defaults", StringComparison.Ordinal))
        {
            Told.Enqueue(message);
        }
    }

    private sealed class PipelineRenderer(string? traceId = null) : LineRenderer
    {
        public static readonly PipelineRenderer Instance = new();

        public override string Render(object line) => (string)line;

        public override string? GetTraceId(object line) => traceId;

        public override string GetTemplate(object line) => (string)line;

        public override string? GetCategory(object line) => "Shop." + ((string)line).Split(' ')[0];
    }
}
