using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>An address that alerts are posted to as JSON, signed where there is a secret.</summary>
/// <remarks>
/// A delivery has the headers <c>LogGuard-Timestamp</c> (seconds since 1970), <c>LogGuard-Delivery</c> (the same for each attempt
/// at one alert) and, with a secret, <c>LogGuard-Signature</c>, which <see cref="WebhookSignature"/> describes and checks. Status
/// codes 408, 429 and 5xx, time-outs and broken connections are tried again after a delay that doubles each time, of which a
/// random half is left out; <c>Retry-After</c> is honoured. Redirections are not followed. Other answers end the delivery, which is told.
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

    /// <summary>What deliveries are signed with. The default is null: they are not signed. Never written anywhere.</summary>
    public string? Secret { get; set; }

    /// <summary>How long one attempt may take, 1 ms to 5 minutes. The default is 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>Further attempts after the first one failed, 0..100. The default is <c>5</c>.</summary>
    public int RetryCount { get; set; } = DefaultRetryCount;

    /// <summary>Delay before the second attempt, 1 ms to 1 hour. The default is 1 second.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = DefaultFirstRetryDelay;

    /// <summary>The longest delay, which the receiver's <c>Retry-After</c> does not exceed either, 1 ms to 1 hour. The default is 1 minute.</summary>
    public TimeSpan LongestRetryDelay { get; set; } = DefaultLongestRetryDelay;

    /// <summary>
    /// Most alerts that wait to be posted, 1..100,000. The default is <c>256</c>; further ones are dropped, counted in
    /// <see cref="DetectorCounters.WebhookDropped"/>, and told.
    /// </summary>
    public int QueueLimit { get; set; } = DefaultQueueLimit;

    /// <summary>Sends the requests; for proxies, certificates and tests. Not disposed of. The default is null: one of the detector's own.</summary>
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
