using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>Settings of the webhook that alerts are posted to as JSON, signed if a secret is set.</summary>
/// <remarks>
/// A delivery has the headers <c>LogGuard-Timestamp</c> (Unix time in seconds), <c>LogGuard-Delivery</c> (the same for each
/// attempt to deliver one alert) and, with a secret, <c>LogGuard-Signature</c>; see <see cref="WebhookSignature"/>. Status
/// codes 408, 429 and 5xx, timeouts and connection failures are retried after a delay that doubles each time, with a jitter of
/// up to half the delay. <c>Retry-After</c> is honoured. Redirects are not followed. Any other failure ends the delivery and is
/// reported as a diagnostic message.
/// </remarks>
public sealed class WebhookOptions
{
    internal const int DefaultRetryCount = 5;
    internal const int DefaultQueueLimit = 256;
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    internal static readonly TimeSpan DefaultFirstRetryDelay = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan DefaultLongestRetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>The address, http or https. The default is null: nothing is posted.</summary>
    public string? Url { get; set; }

    /// <summary>Secret that signs deliveries. The default is null: deliveries are not signed. The secret is never logged or saved.</summary>
    public string? Secret { get; set; }

    /// <summary>Timeout of one attempt, 1 ms to 5 minutes. The default is 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>Maximum number of retries after the first attempt, 0..100. The default is <c>5</c>.</summary>
    public int RetryCount { get; set; } = DefaultRetryCount;

    /// <summary>Delay before the second attempt, 1 ms to 1 hour. The default is 1 second.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = DefaultFirstRetryDelay;

    /// <summary>The longest delay between two attempts, 1 ms to 1 hour. It also limits the receiver's <c>Retry-After</c>. The default is 1 minute.</summary>
    public TimeSpan LongestRetryDelay { get; set; } = DefaultLongestRetryDelay;

    /// <summary>
    /// Maximum number of alerts that wait to be posted, 1..100,000. The default is <c>256</c>. More severe alerts have an eighth
    /// more for each higher severity. Further alerts are dropped, counted in <see cref="DetectorCounters.WebhookDropped"/>, and reported as a diagnostic message.
    /// </summary>
    public int QueueLimit { get; set; } = DefaultQueueLimit;

    /// <summary>
    /// Handler that sends the requests, for proxies, certificates and tests. The detector does not dispose it. The default is
    /// null: the detector uses its own handler.
    /// </summary>
    public HttpMessageHandler? Handler { get; set; }

    internal void Check(OptionFaults faults)
    {
        var least = TimeSpan.FromMilliseconds(1);
        faults.Require(
            Url is null || (Uri.TryCreate(Url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)),
            "Alerts.Webhook.Url", $"\"{Url}\"", "it must be an absolute http or https address, or null");
        faults.Require(Secret is null || Secret.Length > 0, "Alerts.Webhook.Secret", "empty", "it must be a secret or null");
        faults.RequireRange("Alerts.Webhook.Timeout", Timeout, least, TimeSpan.FromMinutes(5));
        faults.RequireRange("Alerts.Webhook.RetryCount", RetryCount, 0, 100);
        faults.RequireRange("Alerts.Webhook.FirstRetryDelay", FirstRetryDelay, least, TimeSpan.FromHours(1));
        faults.RequireRange("Alerts.Webhook.LongestRetryDelay", LongestRetryDelay, least, TimeSpan.FromHours(1));
        faults.RequireRange("Alerts.Webhook.QueueLimit", QueueLimit, 1, 100_000);
    }

    internal WebhookOptions Copy() => (WebhookOptions)MemberwiseClone();
}
