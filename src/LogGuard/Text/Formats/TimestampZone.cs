namespace LogGuard.Parsing;

/// <summary>The names of time zones that programs write behind a time.</summary>
internal static class TimestampZone
{
    internal const int MaxNameLength = 5;

    /// <summary>The offset of a zone in minutes, as local time less UTC.</summary>
    /// <param name="name">Such as <c>CEST</c>, in capitals.</param>
    /// <param name="assumedOffset">
    /// Decides between the zones of an ambiguous name, if it is the offset of one. Otherwise CST is that of RFC 822, and IST that
    /// of India.
    /// </param>
    /// <param name="minutes">The offset.</param>
    public static bool TryGetOffset(ReadOnlySpan<char> name, TimeSpan assumedOffset, out int minutes)
    {
        const int Unknown = int.MinValue;
        minutes = name switch
        {
            "Z" or "UTC" or "GMT" or "UT" or "WET" => 0,
            "CET" or "MET" or "MEZ" or "WEST" or "BST" or "WAT" => 60,
            "CEST" or "MEST" or "MESZ" or "EET" or "SAST" => 120,
            "EEST" or "MSK" => 180,
            "GST" => 240,
            "PKT" => 300,
            "WIB" or "ICT" => 420,
            "SGT" or "HKT" or "AWST" or "PHST" => 480,
            "JST" or "KST" => 540,
            "ACST" => 570,
            "AEST" => 600,
            "ACDT" => 630,
            "AEDT" => 660,
            "NZST" => 720,
            "NZDT" => 780,
            "BRT" or "ADT" => -180,
            "NST" => -210,
            "NDT" => -150,
            "AST" or "EDT" => -240,
            "EST" or "CDT" => -300,
            "MDT" => -360,
            "MST" or "PDT" => -420,
            "PST" or "AKDT" => -480,
            "AKST" => -540,
            "HST" => -600,
            "CST" => assumedOffset == TimeSpan.FromHours(8) ? 480 : -360,
            "IST" => assumedOffset == TimeSpan.FromHours(1) ? 60 : assumedOffset == TimeSpan.FromHours(2) ? 120 : 330,
            _ => Unknown,
        };
        return minutes != Unknown;
    }
}
