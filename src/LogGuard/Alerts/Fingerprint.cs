using System.Globalization;
using System.Text;
using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// Names the cause of an anomaly: its kind, its template, and the step or value that it is about. Made of texts, which outlive
/// ids; it is in suppressions on disk and in other people's filters, so it is never to change.
/// </summary>
internal static class Fingerprint
{
    /// <summary>Longer ones are none of ours.</summary>
    public const int LengthLimit = 100;

    // No template holds it.
    private const char Separator = '\u001f';

    public static string Of(Anomaly anomaly)
    {
        // The line at which a count became wrong is of no matter, where the count's own template is named.
        var isOfCount = anomaly.Kind == AnomalyKind.UnusualCounts && anomaly.Expected is [{ Template: not null }, ..];
        var template = isOfCount ? "" : anomaly.Template;
        var about = anomaly.Kind switch
        {
            AnomalyKind.UnknownKey => "",
            AnomalyKind.UnusualValue => anomaly.UnusualValue?.Name ?? "",
            _ => (isOfCount ? null : anomaly.SkippedStep) ?? (anomaly.Expected is [var first, ..] ? first.Template ?? "\u0003" : ""),
        };
        var hash = StableHash.Of(string.Concat(NameOf(anomaly), Separator.ToString(), template) + Separator + about);
        return string.Create(CultureInfo.InvariantCulture, $"{NameOf(anomaly)}-{hash:x16}");
    }

    private static string NameOf(Anomaly anomaly) => anomaly.Kind switch
    {
        AnomalyKind.UnknownKey => "unknown-line",
        AnomalyKind.UnexpectedKey => "unexpected-line",
        AnomalyKind.UnusualCounts => "unusual-counts",
        AnomalyKind.CutShort => "cut-short",
        AnomalyKind.UnusualValue => "unusual-value",
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
