using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LogGuard.Keys;
using LogGuard.Models.Values;
using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>The names of a cause.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Earlier">
/// Its fingerprint by <see cref="LogGuard.Alerts.Fingerprint.Of"/>, for suppressions of earlier versions. It is never shown.
/// </param>
internal readonly record struct CauseName(string Fingerprint, string Earlier);

/// <summary>
/// Makes the fingerprints of causes. They are those of <see cref="Fingerprint"/>, with two more parts: the step before a late line,
/// and the type of the innermost exception of a line that did not belong. Text without placeholders may be a user's, so its
/// fingerprint is keyed: without the key nobody can test guesses. Fingerprints are stored in users' filters, so the algorithm must
/// never change.
/// </summary>
/// <param name="key">Returns the key.</param>
internal sealed class FingerprintMaker(Func<byte[]> key)
{
    private const char Separator = '\u001f';

    // Any thread may be the first to need it, and without a folder each call makes another one.
    private readonly Lazy<byte[]> _key = new(key);

    public CauseName Of(Anomaly anomaly)
    {
        var (text, earlier) = (Fingerprint.TextOf(anomaly), Fingerprint.Of(anomaly));
        var step = StepOf(anomaly);
        var exception = anomaly is { Kind: AnomalyKind.UnknownKey or AnomalyKind.UnexpectedKey, Exception: { } thrown } ? thrown.RootType ?? thrown.Type : "";
        var isKeyed = MayBeOfUser(anomaly.Template) || MayBeOfUser(step) || MayBeOfUser(anomaly.SkippedStep)
            || (anomaly.Expected is [{ Template: { } expected }, ..] && MayBeOfUser(expected));
        if (!isKeyed && step.Length + exception.Length == 0)
        {
            return new CauseName(earlier, earlier);
        }

        var whole = step.Length + exception.Length == 0 ? text : $"{text}{Separator}{step}{Separator}{exception}";
        return new CauseName(Fingerprint.Format(anomaly, isKeyed ? Keyed(whole) : StableHash.Of(whole)), earlier);
    }

    // A slow step is logged when it begins, so it is the line before the late one.
    private static string StepOf(Anomaly anomaly) =>
        anomaly is { Kind: AnomalyKind.UnusualValue, UnusualValue.Name: ParameterValueSeries.ElapsedTime, RecentSteps: [.., var last] } ? last : "";

    // A template with a placeholder was written by a programmer.
    private static bool MayBeOfUser(string? template)
    {
        var from = 0;
        return !string.IsNullOrEmpty(template) && !TemplateHoles.TryNext(template, ref from, out _, out _);
    }

    private ulong Keyed(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(text), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
