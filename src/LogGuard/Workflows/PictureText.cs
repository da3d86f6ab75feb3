using System.Globalization;
using System.Security;
using System.Text;
using LogGuard.Primitives;

namespace LogGuard.Workflows;

/// <summary>Text in pictures: shortened, and escaped for the language of the picture.</summary>
internal static class PictureText
{
    /// <summary>A shortened template: holes become dots, runs of blanks one blank, and the cut falls at a word boundary where one is near.</summary>
    public static string Shorten(string template, int limit)
    {
        var text = Brief(template);
        if (text.Length <= limit)
        {
            return text;
        }

        var cut = text.LastIndexOf(' ', limit - 1);
        cut = cut < limit * 2 / 3 ? limit - 1 : cut;

        // Do not split a surrogate pair.
        cut -= char.IsHighSurrogate(text[cut - 1]) ? 1 : 0;
        return text[..cut].TrimEnd(' ', '…') + "…";
    }

    /// <summary>A shortened template, in a limited number of lines of a width in pixels.</summary>
    public static List<string> Wrap(string template, double width, int lines)
    {
        var wrapped = new List<string>();
        var rest = Brief(template);
        while (wrapped.Count < lines - 1 && Fit(rest, width) < rest.Length)
        {
            var fit = Fit(rest, width);
            var cut = rest.LastIndexOf(' ', fit);
            cut = cut <= 0 ? fit : cut;
            wrapped.Add(rest[..cut].TrimEnd());
            rest = rest[cut..].TrimStart();
        }

        if (Fit(rest, width) < rest.Length)
        {
            var fit = Fit(rest, width - Width('…'));
            var cut = rest.LastIndexOf(' ', fit);
            rest = rest[..(cut < fit * 2 / 3 ? fit : cut)].TrimEnd(' ', '…') + "…";
        }

        wrapped.Add(rest);
        return wrapped;
    }

    /// <summary>The approximate width of a text at 12 pixels; an upper estimate, since fonts differ.</summary>
    public static double Width(string text) => text.Sum(Width);

    private static double Width(char character) =>
        "iljtfI.,:;|'!()[] ".Contains(character, StringComparison.Ordinal) ? 4.6
        : character is 'm' or 'w' or 'M' or 'W' or '@' or '%' or '…' ? 11.5
        : char.IsAsciiLetterUpper(character) || character is '_' or '+' or '=' or '<' or '>' ? 8.8
        : char.IsAscii(character) ? 7.3
        : 12;

    // Number of characters that fit, at least one; does not split a surrogate pair.
    private static int Fit(string text, double width)
    {
        var (used, count) = (0.0, 0);
        while (count < text.Length && (used += Width(text[count])) <= width)
        {
            count++;
        }

        count = Math.Max(count, 1);
        return count < text.Length && char.IsHighSurrogate(text[count - 1]) ? count == 1 ? 2 : count - 1 : count;
    }

    private static string Brief(string template)
    {
        var words = template.Replace("<*>", " … ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var text = Clean(string.Join(' ', words)).Trim(' ', '…', ':', ',');
        return text.Length > 0 ? text : Clean(template).Trim();
    }

    /// <summary>Escapes text for XML elements and attributes.</summary>
    public static string Xml(string text) => SecurityElement.Escape(Clean(text))!;

    /// <summary>Escapes text for a Mermaid label: quotes and Mermaid's own syntax become entities.</summary>
    public static string Mermaid(string text)
    {
        var builder = new StringBuilder();
        foreach (var rune in Clean(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || " .,…:/()-_=+*%·–'{}".Contains(rune.ToString(), StringComparison.Ordinal))
            {
                builder.Append(rune);
            }
            else
            {
                builder.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            }
        }

        return builder.ToString();
    }

    /// <summary>Escapes text for a quoted DOT string.</summary>
    public static string Dot(string text) => Clean(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(share, 1) * 100:0.#} %");

    public static string Time(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1 } => "< 1 ms",
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days"),
    };

    /// <summary>The iterations of a loop, such as <c>1–8×</c>.</summary>
    public static string Times(WorkflowNode loop) => loop.Minimum == loop.Maximum
        ? string.Create(CultureInfo.InvariantCulture, $"{loop.Minimum}×")
        : string.Create(CultureInfo.InvariantCulture, $"{loop.Minimum}–{loop.Maximum}×");

    /// <summary>The label of the way into a node: its share of the sessions where some pass it by, and the time of its step.</summary>
    public static string Entry(Workflow workflow, WorkflowNode node, long passing)
    {
        var share = workflow.SessionCount > 0 && node.SessionCount < passing ? Percent((double)node.SessionCount / workflow.SessionCount) : "";
        var step = node;
        while (step.Kind is WorkflowNodeKind.Loop or WorkflowNodeKind.Optional)
        {
            step = step.Children[0];
        }

        var time = step.Elapsed is { } elapsed ? Time(elapsed.Median) : "";
        return share.Length > 0 && time.Length > 0 ? $"{share} · {time}" : share + time;
    }

    /// <summary>The share of the sessions that skip an optional part.</summary>
    public static string Past(Workflow workflow, WorkflowNode node, long passing) =>
        workflow.SessionCount > 0 ? Percent((double)Math.Max(0, passing - node.SessionCount) / workflow.SessionCount) : "";

    /// <summary>A deviation in words.</summary>
    public static string Deviation(WorkflowPathDeviation deviation) => deviation.Kind switch
    {
        WorkflowMoveKind.Skipped => "came too early",
        WorkflowMoveKind.Repeated => "came once too often",
        WorkflowMoveKind.OutOfOrder => "came too late",
        WorkflowMoveKind.OtherBranch => "is of another branch",
        _ => "does not belong here",
    };

    /// <summary>
    /// Escapes control characters and those that change the direction of the text, so that a template looks like what it is, and
    /// replaces unpaired surrogates, which no document may hold.
    /// </summary>
    private static string Clean(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            builder.Append(rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        }

        return PlainText.Escape(builder.ToString());
    }
}
