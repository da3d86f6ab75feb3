using System.Collections.Concurrent;
using System.Text;

namespace LogGuard.Workflows;

/// <summary>
/// The look of a picture's elements as presentation attributes. A style sheet or a style attribute would be dropped by a strict
/// Content-Security-Policy, and everything drawn black on black.
/// </summary>
/// <remarks>The colours are dark on an opaque light ground, so that the picture is readable on a light page and on a dark one.</remarks>
internal static class SvgStyles
{
    /// <summary>The attributes of the root element, which texts inherit.</summary>
    public const string Root = $"font-family=\"system-ui,-apple-system,Segoe UI,Roboto,DejaVu Sans,sans-serif\" font-size=\"12\" fill=\"{Ink}\"";

    /// <summary>The colour behind everything.</summary>
    public const string Ground = "#ffffff";

    private const string Ink = "#1e293b";
    private const string Soft = "#64748b";
    private const string Box = "#f8fafc";
    private const string Rim = "#94a3b8";
    private const string Bad = "#dc2626";
    private const string Skip = "#ea580c";

    // In the order in which they override each other. A rule applies to an element that has all its names.
    private static readonly (string[] Names, (string Attribute, string Value)[] Values)[] Rules =
    [
        (["ground"], [("fill", Ground)]),
        (["title"], [("font-size", "15"), ("font-weight", "600")]),
        (["text"], [("text-anchor", "middle")]),
        (["badgetext"], [("text-anchor", "middle")]),
        (["tagtext"], [("text-anchor", "middle")]),
        (["caption"], [("font-size", "11"), ("fill", Soft)]),
        (["edgelabel"], [("font-size", "11"), ("fill", Soft), ("paint-order", "stroke"), ("stroke", Ground), ("stroke-width", "3")]),
        (["subtitle"], [("font-size", "11"), ("fill", Soft)]),
        (["step"], [("fill", Box), ("stroke", Rim), ("stroke-width", "1.2")]),
        (["shadow"], [("fill", Box), ("stroke", Rim), ("stroke-width", "1")]),
        (["optional"], [("stroke-dasharray", "5 3")]),
        (["group"], [("fill", "#f1f5f9"), ("stroke", Rim), ("stroke-width", "1"), ("stroke-dasharray", "2 3")]),
        (["bar"], [("fill", Soft)]),
        (["join"], [("fill", Soft)]),
        (["dot"], [("fill", Soft)]),
        (["ring"], [("fill", "none"), ("stroke", Soft), ("stroke-width", "1.5")]),
        (["split"], [("fill", Box), ("stroke", Soft), ("stroke-width", "1.2")]),
        (["badge"], [("fill", "#334155")]),
        (["badgetext"], [("font-size", "11"), ("font-weight", "600"), ("fill", Ground)]),
        (["edge"], [("fill", "none"), ("stroke", Soft), ("stroke-width", "1.3")]),
        (["back"], [("stroke-dasharray", "5 3")]),
        (["past"], [("stroke-dasharray", "5 3")]),
        (["noteline"], [("fill", "none"), ("stroke", Bad), ("stroke-width", "1.6")]),
        (["head"], [("fill", Soft), ("stroke", "none")]),
        (["head", "noteline"], [("fill", Bad)]),
        (["done"], [("fill", "#dcfce7"), ("stroke", "#16a34a"), ("stroke-width", "1.8")]),
        (["skipped"], [("fill", "#ffedd5"), ("stroke", Skip), ("stroke-width", "2"), ("stroke-dasharray", "5 3")]),
        (["broken"], [("fill", "#fee2e2"), ("stroke", Bad), ("stroke-width", "2")]),
        (["note"], [("fill", "#fee2e2"), ("stroke", Bad), ("stroke-width", "2")]),
        (["skippedtag"], [("fill", "#c2410c")]),
        (["tagtext"], [("font-size", "11"), ("font-weight", "600"), ("fill", Ground)]),
        (["notetext"], [("font-size", "11")]),
        (["notehead"], [("font-size", "11"), ("font-weight", "600")]),
    ];

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <summary>The attributes of an element's names, which are separated by blanks.</summary>
    public static string Of(string names) => Known.GetOrAdd(names, Make);

    private static string Make(string names)
    {
        var own = names.Split(' ');
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in Rules.Where(rule => rule.Names.All(own.Contains)))
        {
            foreach (var (attribute, value) in rule.Values)
            {
                values[attribute] = value;
            }
        }

        var text = new StringBuilder();
        foreach (var (attribute, value) in values)
        {
            text.Append(' ').Append(attribute).Append("=\"").Append(value).Append('"');
        }

        return text.ToString();
    }
}
