using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>How anomalies become alerts: one per cause at first, then counted, and repeated ever more seldom.</summary>
/// <remarks>
/// All times are the events' own, so that a log replayed gives the same alerts at any speed. While nothing at all is logged
/// for <see cref="SessionOptions.IdleTimeout"/> by the clock, time goes on with the clock.
/// </remarks>
public sealed class AlertOptions
{
    internal const double DefaultBackoffFactor = 2;
    internal const int DefaultRateLimit = 30;
    internal const int DefaultFingerprintRateLimit = 6;
    internal const int DefaultFingerprintLimit = 1_000;
    internal const int DefaultSessionLimit = 3;
    internal const int DefaultSpanLimit = 4_096;
    internal static readonly TimeSpan DefaultFirstInterval = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan DefaultLongestInterval = TimeSpan.FromHours(4);
    internal static readonly TimeSpan DefaultQuietTime = TimeSpan.FromMinutes(30);
    internal static readonly TimeSpan DefaultRateInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// Time from the first alert about a cause to the next one, 1 ms to 30 days. The default is 5 minutes. A cause that becomes
    /// more severe is told at once.
    /// </summary>
    public TimeSpan FirstInterval { get; set; } = DefaultFirstInterval;

    /// <summary>
    /// By how much each interval is longer than the one before, 1..100. The default is <c>2</c>; 1 repeats at an even pace.
    /// </summary>
    public double BackoffFactor { get; set; } = DefaultBackoffFactor;

    /// <summary>
    /// The longest interval, 1 ms to 30 days, not shorter than <see cref="FirstInterval"/>. The default is 4 hours: with the
    /// other defaults a cause that goes on all day is told eleven times in it.
    /// </summary>
    public TimeSpan LongestInterval { get; set; } = DefaultLongestInterval;

    /// <summary>
    /// A cause without an anomaly for this long is resolved, 1 ms to 30 days. The default is 30 minutes. Raised, causes that
    /// come and go are one; lowered, the end of one is told sooner.
    /// </summary>
    public TimeSpan QuietTime { get; set; } = DefaultQuietTime;

    /// <summary>Whether an alert says that a cause is resolved. The default is <c>true</c>.</summary>
    public bool TellsResolved { get; set; } = true;

    /// <summary>
    /// Most alerts in <see cref="RateInterval"/>, whatever they are about, 1..1,000,000. The default is <c>30</c>. As many may
    /// come at once; then one each time its share of the interval has passed, the most severe first. What is held back is
    /// counted, and told by the next alert about its cause.
    /// </summary>
    public int RateLimit { get; set; } = DefaultRateLimit;

    /// <summary>Most alerts about one cause in <see cref="RateInterval"/>, 1..1,000,000. The default is <c>6</c>; for causes that come and go.</summary>
    public int FingerprintRateLimit { get; set; } = DefaultFingerprintRateLimit;

    /// <summary>The interval of both rate limits, 1 s to 30 days. The default is 1 hour.</summary>
    public TimeSpan RateInterval { get; set; } = DefaultRateInterval;

    /// <summary>
    /// Most causes known at a time, 1..100,000. The default is <c>1,000</c>. Past it the one not seen for longest is forgotten;
    /// what was not told of it is counted. Each costs the memory of one anomaly.
    /// </summary>
    public int FingerprintLimit { get; set; } = DefaultFingerprintLimit;

    /// <summary>
    /// Most causes that one session may alert about at once, 1..1,000,000. The default is <c>3</c>. Further ones, which usually
    /// follow from the first, are told when another session shows them, or after <see cref="FirstInterval"/>. Does not hold for
    /// the one stream of events without a session.
    /// </summary>
    public int SessionLimit { get; set; } = DefaultSessionLimit;

    /// <summary>
    /// Whether an anomaly is noted in the trace that it occurred in: an event <c>logguard.anomaly</c> on the outermost span of
    /// this process, if that has not ended yet. The default is <c>false</c>, because the application's threads must then tell
    /// the detector of their spans: it costs about 25 ns an event, and 56 bytes with the first one of a span.
    /// </summary>
    /// <remarks>
    /// The span must be current where the line is logged, and alive when it is judged, usually a few milliseconds later; the
    /// first ten anomalies of a session are noted. Through a wrapper that hands log events to another thread nothing is.
    /// </remarks>
    public bool MarkSpans { get; set; }

    /// <summary>Most traces that are known at a time for <see cref="MarkSpans"/>, 1..1,000,000. The default is <c>4,096</c>, held weakly.</summary>
    public int SpanLimit { get; set; } = DefaultSpanLimit;

    /// <summary>Where alerts are posted to; nowhere by default.</summary>
    public WebhookOptions Webhook { get; set; } = new();

    internal void Check(OptionFaults faults)
    {
        var (least, most) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));
        faults.RequireRange("Alerts.FirstInterval", FirstInterval, least, most);
        faults.RequireRange("Alerts.BackoffFactor", BackoffFactor, 1, 100);
        faults.RequireRange("Alerts.LongestInterval", LongestInterval, FirstInterval < least || FirstInterval > most ? least : FirstInterval, most);
        faults.RequireRange("Alerts.QuietTime", QuietTime, least, most);
        faults.RequireRange("Alerts.RateLimit", RateLimit, 1, 1_000_000);
        faults.RequireRange("Alerts.FingerprintRateLimit", FingerprintRateLimit, 1, 1_000_000);
        faults.RequireRange("Alerts.RateInterval", RateInterval, TimeSpan.FromSeconds(1), most);
        faults.RequireRange("Alerts.FingerprintLimit", FingerprintLimit, 1, 100_000);
        faults.RequireRange("Alerts.SessionLimit", SessionLimit, 1, 1_000_000);
        faults.RequireRange("Alerts.SpanLimit", SpanLimit, 1, 1_000_000);
        faults.RequireObject("Alerts.Webhook", Webhook)?.Check(faults);
    }

    internal AlertOptions Copy()
    {
        var copy = (AlertOptions)MemberwiseClone();
        copy.Webhook = Webhook.Copy();
        return copy;
    }
}
