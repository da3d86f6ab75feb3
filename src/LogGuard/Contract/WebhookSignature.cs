using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LogGuard;

/// <summary>Signs the deliveries of a webhook, and verifies them at the receiver.</summary>
/// <remarks>
/// The signature is <c>sha256=</c> and the lower-case hexadecimal HMAC-SHA256 of the text of the timestamp header, a full stop, the
/// text of the delivery header, a full stop and the body's bytes, with the secret in UTF-8 as the key. Each attempt has its own
/// timestamp. A receiver rejects old timestamps, and recognizes repeated deliveries by <c>LogGuard-Delivery</c>, which nobody
/// without the secret can change.
/// </remarks>
/// <example>
/// <code>
/// if (!WebhookSignature.Verify(secret, timestampHeader, deliveryHeader, body, signatureHeader, DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5)))
/// {
///     return 401;
/// }
/// </code>
/// </example>
public static class WebhookSignature
{
    /// <summary>Header with the time of the attempt, as Unix time in seconds.</summary>
    public const string TimestampHeader = "LogGuard-Timestamp";

    /// <summary>Header with the signature.</summary>
    public const string SignatureHeader = "LogGuard-Signature";

    /// <summary>Header with the delivery id, which is the same for each attempt to deliver one alert.</summary>
    public const string DeliveryHeader = "LogGuard-Delivery";

    private const string Prefix = "sha256=";

    /// <summary>Computes the signature of a delivery.</summary>
    /// <param name="secret">The secret that both sides know.</param>
    /// <param name="timestamp">The text of <see cref="TimestampHeader"/>.</param>
    /// <param name="delivery">The text of <see cref="DeliveryHeader"/>.</param>
    /// <param name="body">The body as sent.</param>
    public static string Compute(string secret, string timestamp, string delivery, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(timestamp);
        ArgumentNullException.ThrowIfNull(delivery);
        return Sign(secret, $"{timestamp}.{delivery}.", body);
    }

    /// <summary>Verifies that the sender of a delivery knows the secret and that the delivery is recent.</summary>
    /// <param name="secret">The secret that both sides know.</param>
    /// <param name="timestamp">The text of <see cref="TimestampHeader"/>; null if the header is missing.</param>
    /// <param name="delivery">The text of <see cref="DeliveryHeader"/>; null if the header is missing.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="signature">The text of <see cref="SignatureHeader"/>; null if the header is missing.</param>
    /// <param name="now">The current time.</param>
    /// <param name="tolerance">The maximum difference between the timestamp and the current time.</param>
    public static bool Verify(
        string secret, string? timestamp, string? delivery, ReadOnlySpan<byte> body, string? signature, DateTimeOffset now, TimeSpan tolerance) =>
        timestamp is not null && delivery is not null && signature is not null
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((double)seconds - now.ToUnixTimeSeconds()) <= tolerance.TotalSeconds

        // Compares in fixed time, so that response times do not reveal the signature digit by digit.
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Compute(secret, timestamp, delivery, body)), Encoding.UTF8.GetBytes(signature));

    /// <summary>Computes a signature without a delivery id. No delivery has one.</summary>
    /// <param name="secret">The secret that both sides know.</param>
    /// <param name="timestamp">The text of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body as sent.</param>
    [Obsolete("A signature covers the delivery id: pass the text of the LogGuard-Delivery header.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static string Compute(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(timestamp);
        return Sign(secret, $"{timestamp}.", body);
    }

    /// <summary>Returns false: a signature that does not cover the delivery id is not accepted.</summary>
    /// <param name="secret">The secret that both sides know.</param>
    /// <param name="timestamp">The text of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="signature">The text of <see cref="SignatureHeader"/>.</param>
    /// <param name="now">The current time.</param>
    /// <param name="tolerance">The maximum difference between the timestamp and the current time.</param>
    [Obsolete("A signature covers the delivery id: pass the text of the LogGuard-Delivery header.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool Verify(
        string secret, string? timestamp, ReadOnlySpan<byte> body, string? signature, DateTimeOffset now, TimeSpan tolerance) => false;

    private static string Sign(string secret, string prefix, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(prefix));
        hash.AppendData(body);
        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
