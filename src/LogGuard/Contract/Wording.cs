using System.Globalization;
using LogGuard.Primitives;

namespace LogGuard;

/// <summary>How anomalies put numbers and templates into words; the same in every culture.</summary>
internal static class Wording
{
    /// <summary>Encloses the values that are part of a key, behind its template: <c>Executed DbCommand {commandText} ‹commandText: SELECT …›</c>.</summary>
    internal const char ValuesBegin = '‹';

    /// <inheritdoc cref="ValuesBegin"/>
    internal const char ValuesEnd = '›';

    private const int QuoteLimit = 160;

    // Enough to know the template, whose values tell it apart.
    private const int TemplateLimit = 40;

    public static string Title(AnomalyKind kind, string? question = null) => kind switch
    {
        AnomalyKind.UnknownKey => "Unknown line",
        AnomalyKind.UnexpectedKey => "Unexpected line",
        AnomalyKind.UnusualCounts => "Unusual counts",
        AnomalyKind.CutShort => "Cut short",
        AnomalyKind.UnusualValue => "Unusual value",
        AnomalyKind.UnusualRate => "Unusual rate",
        AnomalyKind.RenamedTemplate => "Renamed template?",
        AnomalyKind.Other => question ?? "Unusual session",
        _ => kind.ToString(),
    };

    public static string Percent(double share) => share switch
    {
        >= 0.9995 and < 1 => "99.9 %",
        >= 0.0005 => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %"),
        _ => "under 0.1 %",
    };

    /// <summary>A duration in the units that a person would say, to two or three digits.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalDays)} d {time.Hours} h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours)} h {time.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
        { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalMilliseconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms"),
        _ => "under 1 ms",
    };

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things, such as "1 event" or "1,204 anomalies".</summary>
    /// <param name="count">The number.</param>
    /// <param name="noun">The regular noun in the singular.</param>
    public static string Count(long count, string noun) =>
        count == 1 ? $"1 {noun}" : noun.EndsWith('y') ? $"{Number(count)} {noun.AsSpan(..^1)}ies" : $"{Number(count)} {noun}s";

    /// <summary>The verb for a number of things.</summary>
    public static string Were(long count) => count == 1 ? "was" : "were";

    public static string Times(long count) => count switch
    {
        0 => "never",
        1 => "once",
        2 => "twice",
        _ => $"{Number(count)} times",
    };

    /// <summary>A measured number, to three digits or so.</summary>
    public static string Quantity(double value) => Math.Abs(value) switch
    {
        >= 1e15 => value.ToString("G3", CultureInfo.InvariantCulture),
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };

    /// <summary>A difference of two counts, to be followed by the other.</summary>
    public static string Difference(int difference) => difference switch
    {
        0 => "as often as",
        1 => "1 more time than",
        -1 => "1 fewer time than",
        > 0 => $"{Number(difference)} more times than",
        _ => $"{Number(-(long)difference)} fewer times than",
    };

    /// <summary>Steps in quotes; one that comes several times in a row is named once, with its number.</summary>
    public static IEnumerable<string> Fold(IReadOnlyList<string> steps)
    {
        for (var first = 0; first < steps.Count;)
        {
            var next = first + 1;
            while (next < steps.Count && steps[next] == steps[first])
            {
                next++;
            }

            yield return next == first + 1 ? Quote(steps[first]) : $"{next - first} × {Quote(steps[first])}";
            first = next;
        }
    }

    /// <summary>A text of a log in quotes, cut and <see cref="PlainText.Escape">escaped</see>.</summary>
    public static string Quote(string template) => $"\"{Brief(template)}\"";

    /// <summary>A text of a log that is short enough for a sentence, escaped. Values that are part of a key are kept, and its template is cut.</summary>
    public static string Brief(string text)
    {
        var values = text.Length > QuoteLimit && text[^1] == ValuesEnd ? text.LastIndexOf(ValuesBegin) : -1;
        return PlainText.Escape(values > TemplateLimit ? $"{Cut(text, TemplateLimit)} {Cut(text[values..], QuoteLimit)}" : Cut(text, QuoteLimit));
    }

    /// <summary>A text that is cut after a number of characters, and never within one.</summary>
    public static string Cut(string text, int limit) => text.Length <= limit
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit), "…");
}
