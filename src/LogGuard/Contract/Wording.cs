using System.Globalization;

namespace LogGuard;

/// <summary>How anomalies put numbers and templates into words; the same in every culture.</summary>
internal static class Wording
{
    private const int QuoteLimit = 160;

    public static string Title(AnomalyKind kind, string? question = null) => kind switch
    {
        AnomalyKind.UnknownKey => "Unknown line",
        AnomalyKind.UnexpectedKey => "Unexpected line",
        AnomalyKind.UnusualCounts => "Unusual counts",
        AnomalyKind.CutShort => "Cut short",
        AnomalyKind.UnusualValue => "Unusual value",
        AnomalyKind.UnusualRate => "Unusual rate",
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

    public static string Quote(string template) =>
        template.Length <= QuoteLimit ? $"\"{template}\"" : $"\"{template.AsSpan(0, QuoteLimit)}…\"";
}
