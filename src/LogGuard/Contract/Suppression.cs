using LogGuard.Primitives;

namespace LogGuard;

/// <summary>A suppression of the alerts about one cause until a time. The anomalies of the cause are still raised and counted.</summary>
/// <param name="Fingerprint">The <see cref="Alert.Fingerprint"/> of the cause.</param>
/// <param name="Until">When the suppression ends.</param>
public sealed record Suppression(string Fingerprint, DateTimeOffset Until)
{
    /// <summary>Returns the fingerprint and the time.</summary>
    public override string ToString() => FormattableString.Invariant($"{PlainText.Escape(Fingerprint)} until {Until:u}");
}
