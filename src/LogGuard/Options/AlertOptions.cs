using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// Settings for turning anomalies into alerts. The first anomaly of a cause raises an alert; later ones are counted and
/// reported at growing intervals.
/// </summary>
/// <remarks>
/// All times are in event time, so a replayed log gives the same alerts at any speed. When no event arrives for
/// <see cref="SessionOptions.IdleTimeout"/>, time advances with the clock.
/// </remarks>
public sealed class AlertOptions
{
    internal const double DefaultBackoffFactor = 2;
    internal const int DefaultRateLimit = 30;
    internal const int DefaultFingerprintRateLimit = 6;
    internal const int DefaultFingerprintLimit = 1_000;
    internal const int DefaultSessionLimit = 1;
    internal const int DefaultSpanLimit = 4_096;
    internal static readonly TimeSpan DefaultFirstInterval = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan DefaultLongestInterval = TimeSpan.FromHours(4);
    internal static readonly TimeSpan DefaultQuietTime = TimeSpan.FromMinutes(30);
    internal static readonly TimeSpan DefaultRateInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// Time from the first alert about a cause to the second, 1 ms to 30 days. The default is 5 minutes. A cause that becomes
    /// more severe, or occurs much more often than it used to, raises an alert at once.
    /// </summary>
    public TimeSpan FirstInterval { get; set; } = DefaultFirstInterval;

    /// <summary>
    /// Factor by which each interval is longer than the previous one, 1..100. The default is <c>2</c>; 1 keeps the interval
    /// constant.
    /// </summary>
    public double BackoffFactor { get; set; } = DefaultBackoffFactor;

    /// <summary>
    /// The longest interval between two alerts about a cause, 1 ms to 30 days, not shorter than <see cref="FirstInterval"/>.
    /// The default is 4 hours: with the other defaults, a cause that lasts all day raises eleven alerts.
    /// </summary>
    public TimeSpan LongestInterval { get; set; } = DefaultLongestInterval;

    /// <summary>
    /// Time without an anomaly after which a cause is resolved, 1 ms to 30 days. The default is 30 minutes. A higher value
    /// keeps a cause that comes and goes in one alert; a lower value reports its end sooner.
    /// </summary>
    public TimeSpan QuietTime { get; set; } = DefaultQuietTime;

    /// <summary>Whether an alert is raised when a cause is resolved. The default is <c>true</c>.</summary>
    public bool TellsResolved { get; set; } = true;

    /// <summary>
    /// Maximum number of alerts of all causes in <see cref="RateInterval"/>, 1..1,000,000. The default is <c>30</c>. A token
    /// bucket lets that many through at once, then one per share of the interval, the most severe first. Alerts about less
    /// severe causes do not count for the more severe: information, warnings, errors, and lines of the level Fatal. Anomalies
    /// that are held back are counted in the next alert about their cause.
    /// </summary>
    public int RateLimit { get; set; } = DefaultRateLimit;

    /// <summary>
    /// Maximum number of alerts about one cause in <see cref="RateInterval"/>, 1..1,000,000. The default is <c>6</c>. It limits
    /// causes that come and go, by severity as <see cref="RateLimit"/> does.
    /// </summary>
    public int FingerprintRateLimit { get; set; } = DefaultFingerprintRateLimit;

    /// <summary>The interval of both rate limits, 1 second to 30 days. The default is 1 hour.</summary>
    public TimeSpan RateInterval { get; set; } = DefaultRateInterval;

    /// <summary>
    /// Maximum number of causes tracked at a time, 1..100,000. The default is <c>1,000</c>. Above the limit the least severe cause
    /// is forgotten, among equals the least recently seen one, and its unreported anomalies are counted. Each cause takes the
    /// memory of one anomaly.
    /// </summary>
    public int FingerprintLimit { get; set; } = DefaultFingerprintLimit;

    /// <summary>
    /// Maximum number of incidents that one session may raise alerts about at once, 1..1,000,000. The default is <c>1</c>. Causes
    /// that begin together in a session are one incident. Later ones raise an alert when they occur in another session, or after
    /// <see cref="FirstInterval"/>; more severe ones raise it at once. The limit does not apply to the single stream of events
    /// without a session.
    /// </summary>
    public int SessionLimit { get; set; } = DefaultSessionLimit;

    /// <summary>
    /// Whether an anomaly is added to its trace, as an event <c>logguard.anomaly</c> on the outermost span of this process, if
    /// that span has not ended. The default is <c>false</c>: when set, the application's threads register their spans, which
    /// costs about 25 ns per event, and 56 bytes with the first event of a span.
    /// </summary>
    /// <remarks>
    /// The span must be current when the line is logged, and must not have ended when the line is judged, usually a few
    /// milliseconds later. The first ten anomalies of a session are added. Nothing is added when a wrapper hands log events to
    /// another thread.
    /// </remarks>
    public bool MarkSpans { get; set; }

    /// <summary>
    /// Maximum number of traces that are tracked at a time for <see cref="MarkSpans"/>, 1..1,000,000. The default is
    /// <c>4,096</c>. Their spans are held by weak references.
    /// </summary>
    public int SpanLimit { get; set; } = DefaultSpanLimit;

    /// <summary>The webhook that alerts are posted to. By default nothing is posted.</summary>
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
