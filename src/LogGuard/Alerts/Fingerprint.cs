using System.Globalization;
using System.Text;
using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// Identifies the cause of an anomaly: its kind, its template, and the step or value concerned. Computed from texts, because
/// ids do not survive retraining. <see cref="FingerprintMaker"/> adds to it. Fingerprints are stored in suppression files and in
/// users' filters, so the algorithm must never change.
/// </summary>
internal static class Fingerprint
{
    /// <summary>The maximum length; no fingerprint is longer.</summary>
    public const int LengthLimit = 100;

    // A character that occurs in no template.
    private const char Separator = '\u001f';

    public static string Of(Anomaly anomaly) => Format(anomaly, StableHash.Of(TextOf(anomaly)));

    /// <summary>A fingerprint from the hash of a text.</summary>
    public static string Format(Anomaly anomaly, ulong hash) => string.Create(CultureInfo.InvariantCulture, $"{NameOf(anomaly)}-{hash:x16}");

    /// <summary>The text that is hashed.</summary>
    public static string TextOf(Anomaly anomaly)
    {
        // If the template of the wrong count is known, the line at which it became wrong does not matter.
        var isOfCount = anomaly.Kind == AnomalyKind.UnusualCounts && anomaly.Expected is [{ Template: not null }, ..];
        var template = isOfCount ? "" : anomaly.Template;
        var about = anomaly.Kind switch
        {
            AnomalyKind.UnknownKey or AnomalyKind.RenamedTemplate => "",
            AnomalyKind.UnusualValue => anomaly.UnusualValue?.Name ?? "",
            _ => (isOfCount ? null : anomaly.SkippedStep) ?? (anomaly.Expected is [var first, ..] ? first.Template ?? "\u0003" : ""),
        };
        return string.Concat(NameOf(anomaly), Separator.ToString(), template) + Separator + about;
    }

    private static string NameOf(Anomaly anomaly) => anomaly.Kind switch
    {
        AnomalyKind.UnknownKey => "unknown-line",
        AnomalyKind.UnexpectedKey => "unexpected-line",
        AnomalyKind.UnusualCounts => "unusual-counts",
        AnomalyKind.CutShort => "cut-short",
        AnomalyKind.UnusualValue => "unusual-value",
        AnomalyKind.UnusualRate => "unusual-rate",
        AnomalyKind.RenamedTemplate => "renamed-template",
        _ => anomaly.Question is { Length: > 0 } question ? NameOf(question) : "other",
    };

    // An added question as words: IsolationForest is isolation-forest.
    private static string NameOf(string question)
    {
        var name = new StringBuilder();
        foreach (var character in question)
        {
            if (char.IsAsciiLetterUpper(character) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(character));
        }

        return name.ToString();
    }
}
