using LogGuard.Alerts;
using LogGuard.Primitives;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

/// <summary>A policy with a clock in seconds, and what it told.</summary>
internal sealed class PolicyRun
{
    public static readonly long Start = TestTimeProvider.Start.UtcTicks;

    public PolicyRun(Action<AlertOptions>? configure = null)
    {
        var options = new AlertOptions
        {
            FirstInterval = TimeSpan.FromSeconds(10),
            LongestInterval = TimeSpan.FromSeconds(40),
            QuietTime = TimeSpan.FromSeconds(100),
            RateInterval = TimeSpan.FromSeconds(1_000),
            RateLimit = 1_000,
            FingerprintRateLimit = 1_000,
        };
        configure?.Invoke(options);
        Options = options;
        Policy = new AlertPolicy(
            options,
            Suppressions,
            Fingerprints,
            alert =>
            {
                if (HasRoom)
                {
                    Alerts.Add(alert);
                }

                return HasRoom;
            },
            anomaly => Normal.Contains(anomaly.Template));
    }

    public static FingerprintMaker Fingerprints { get; } = new(static () => new byte[32]);

    /// <summary>The policy's own: what changes here counts from <see cref="AlertPolicy.TakeOptions"/> on.</summary>
    public AlertOptions Options { get; }

    public SuppressionList Suppressions { get; } = new(null);

    public AlertPolicy Policy { get; }

    public List<Alert> Alerts { get; } = [];

    public HashSet<string> Normal { get; } = [];

    public bool HasRoom { get; set; } = true;

    public long Seen { get; private set; }

    /// <summary>Each alert as its second, its state's first letter, its template, and its counts.</summary>
    public string Told => string.Join(' ', Alerts.Select(alert =>
        $"{(alert.Timestamp.UtcTicks - Start) / TimeSpan.TicksPerSecond}:{alert.State.ToString()[..3]}({alert.Anomaly.Template},{alert.CountSinceLast}/{alert.Count})"));

    public static string FingerprintOf(string template) => Fingerprints.Of(PipelineLog.Anomaly(1) with { Template = template }).Fingerprint;

    /// <summary>Notes an anomaly. Without a session, each template has one of its own.</summary>
    public bool Note(
        double second, string template = "t", long? session = null, LogSeverity level = LogSeverity.Information, bool mayOpen = true,
        ExceptionDetail? exception = null, double score = 1)
    {
        Seen++;
        var anomaly = PipelineLog.Anomaly(1) with
        {
            Template = template, Line = template, Severity = level, Score = score, Exception = exception, Timestamp = new DateTimeOffset(At(second), TimeSpan.Zero),
        };
        return Policy.Note(anomaly, session ?? 1_000_000 + (long)(StableHash.Of(template) % 1_000_000), mayOpen, At(second));
    }

    public void Advance(double second) => Policy.Advance(At(second));

    public void Suppress(string template, double until)
    {
        Suppressions.Add(FingerprintOf(template), At(until), Policy.Now);
        Policy.LookThrough();
    }

    public void Unsuppress(string template)
    {
        Suppressions.Remove(FingerprintOf(template), Policy.Now);
        Policy.LookThrough();
    }

    private static long At(double second) => Start + (long)(second * TimeSpan.TicksPerSecond);
}
