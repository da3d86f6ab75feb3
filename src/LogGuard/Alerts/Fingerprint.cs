using System.Globalization;
using LogGuard.Keys;

namespace LogGuard.Alerts;

/// <summary>
/// Identifies the cause of an anomaly: its kind, its template, and the step or value concerned. Computed from texts, because
/// ids do not survive retraining. Fingerprints are stored in suppression files and in users' filters, so the algorithm must
/// never change.
/// </summary>
internal static class Fingerprint
{
    /// <summary>The maximum length; no fingerprint is longer.</summary>
    public const int LengthLimit = 100;

    // A character that occurs in no template.
    private const char Separator = '\u001f';

    public static string Of(Anomaly anomaly)
    {
        // If the template of the wrong count is known, the line at which it became wrong does not matter.
        var isOfCount = anomaly.Kind == AnomalyKind.UnusualCounts && anomaly.Expected is [{ Template: not null }, ..];
        var template = isOfCount ? "" : anomaly.Template;
        var about = anomaly.Kind switch
        {
            AnomalyKind.UnknownKey => "",
            AnomalyKind.UnusualValue => anomaly.UnusualValue?.Name ?? "",
            _ => (isOfCount ? null : anomaly.SkippedStep) ?? (anomaly.Expected is [var first, ..] ? first.Template ?? "\u0003" : ""),
        };
        var hash = StableHash.Of(string.Concat(NameOf(anomaly.Kind), Separator.ToString(), template) + Separator + about);
        return string.Create(CultureInfo.InvariantCulture, $"{NameOf(anomaly.Kind)}-{hash:x16}");
    }

    private static string NameOf(AnomalyKind kind) => kind switch
    {
        AnomalyKind.UnknownKey => "unknown-line",
        AnomalyKind.UnexpectedKey => "unexpected-line",
        AnomalyKind.UnusualCounts => "unusual-counts",
        AnomalyKind.CutShort => "cut-short",
        AnomalyKind.UnusualValue => "unusual-value",
        _ => "other",
    };
}
