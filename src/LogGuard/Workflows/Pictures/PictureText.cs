using System.Globalization;
using System.Security;
using System.Text;

namespace LogGuard.Workflows.Pictures;

/// <summary>Words in pictures: short, and safe in the language that they are put into.</summary>
internal static class PictureText
{
    /// <summary>A template in short: holes as dots, blanks as one, cut at a word where there is one near.</summary>
    public static string Shorten(string template, int limit)
    {
        var words = template.Replace("<*>", " … ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var text = Clean(string.Join(' ', words)).Trim(' ', '…', ':', ',');
        if (text.Length == 0)
        {
            text = Clean(template).Trim();
        }

        if (text.Length <= limit)
        {
            return text;
        }

        var cut = text.LastIndexOf(' ', limit - 1);
        cut = cut < limit * 2 / 3 ? limit - 1 : cut;

        // Not within a surrogate pair.
        cut -= char.IsHighSurrogate(text[cut - 1]) ? 1 : 0;
        return text[..cut].TrimEnd(' ', '…') + "…";
    }

    /// <summary>A shortened template in at most so many lines.</summary>
    public static List<string> Wrap(string template, int width, int lines)
    {
        var wrapped = new List<string>();
        var rest = Shorten(template, width * lines);
        while (rest.Length > width && wrapped.Count < lines - 1)
        {
            var cut = rest.LastIndexOf(' ', width);
            cut = cut <= 0 ? width : cut;
            cut -= char.IsHighSurrogate(rest[cut - 1]) ? 1 : 0;
            wrapped.Add(rest[..cut].TrimEnd());
            rest = rest[cut..].TrimStart();
        }

        wrapped.Add(Shorten(rest, width));
        return wrapped;
    }

    /// <summary>Text in XML, in elements and attributes.</summary>
    public static string Xml(string text) => SecurityElement.Escape(Clean(text))!;

    /// <summary>Text in a label of Mermaid: quotes and what it would read as its own are written as entities.</summary>
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

    /// <summary>Text in a quoted string of DOT.</summary>
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

    /// <summary>How often a loop runs, such as <c>1–8×</c>.</summary>
    public static string Times(WorkflowNode loop) => loop.Minimum == loop.Maximum
        ? string.Create(CultureInfo.InvariantCulture, $"{loop.Minimum}×")
        : string.Create(CultureInfo.InvariantCulture, $"{loop.Minimum}–{loop.Maximum}×");

    /// <summary>What leads into a node: its share of the sessions where it is not all, and how long its step usually takes.</summary>
    public static string Entry(Workflow workflow, WorkflowNode node)
    {
        var share = workflow.SessionCount > 0 && node.SessionCount < workflow.SessionCount ? Percent((double)node.SessionCount / workflow.SessionCount) : "";
        var step = node;
        while (step.Kind is WorkflowNodeKind.Loop or WorkflowNodeKind.Optional)
        {
            step = step.Children[0];
        }

        var time = step.Elapsed is { } elapsed ? Time(elapsed.Median) : "";
        return share.Length > 0 && time.Length > 0 ? $"{share} · {time}" : share + time;
    }

    /// <summary>A deviation in words.</summary>
    public static string Deviation(WorkflowPathDeviation deviation) => deviation.Kind switch
    {
        WorkflowMoveKind.Skipped => "came too early",
        WorkflowMoveKind.Repeated => "came once too often",
        WorkflowMoveKind.OutOfOrder => "came too late",
        WorkflowMoveKind.OtherBranch => "is of another branch",
        _ => "does not belong here",
    };

    /// <summary>Text without what no document may hold: control characters and halves of pairs.</summary>
    private static string Clean(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            builder.Append(rune.Value is < 32 or (>= 127 and < 160) ? " " : rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        }

        return builder.ToString();
    }
}
