using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LogGuard;

/// <summary>Signs deliveries of a webhook, and checks them at the receiver's.</summary>
/// <remarks>
/// The signature is <c>sha256=</c> and the lower-case hexadecimal HMAC-SHA256 of the timestamp header's text, a full stop and
/// the body's bytes, with the secret in UTF-8 as the key. Each attempt has its own timestamp: a receiver refuses old ones, and
/// knows a repetition by <c>LogGuard-Delivery</c>.
/// </remarks>
public static class WebhookSignature
{
    /// <summary>Header with the time of the attempt, in seconds since 1970.</summary>
    public const string TimestampHeader = "LogGuard-Timestamp";

    /// <summary>Header with the signature.</summary>
    public const string SignatureHeader = "LogGuard-Signature";

    /// <summary>Header that is the same for each attempt to deliver one alert.</summary>
    public const string DeliveryHeader = "LogGuard-Delivery";

    private const string Prefix = "sha256=";

    /// <summary>The signature of a delivery.</summary>
    /// <param name="secret">The secret that both sides know.</param>
    /// <param name="timestamp">The text of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body as it was sent.</param>
    public static string Compute(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(timestamp);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hash.AppendData(body);
        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a delivery is from someone who knows the secret, and not too old.</summary>
    /// <param name="secret">The secret that both sides know.</param>
    /// <param name="timestamp">The text of <see cref="TimestampHeader"/>; null where it is missing.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="signature">The text of <see cref="SignatureHeader"/>; null where it is missing.</param>
    /// <param name="now">The time.</param>
    /// <param name="tolerance">How far the timestamp may be from it, either way.</param>
    public static bool Verify(
        string secret, string? timestamp, ReadOnlySpan<byte> body, string? signature, DateTimeOffset now, TimeSpan tolerance) =>
        timestamp is not null && signature is not null
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((double)seconds - now.ToUnixTimeSeconds()) <= tolerance.TotalSeconds

        // As long whatever differs, so that nobody finds it digit by digit.
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Compute(secret, timestamp, body)), Encoding.UTF8.GetBytes(signature));
}
