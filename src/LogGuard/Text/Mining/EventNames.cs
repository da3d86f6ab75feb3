namespace LogGuard.Parsing;

/// <summary>
/// Names whose values say what happened: <c>msg=</c>, <c>"event":</c>, <c>status:</c>. A word after one of them is a part of the template;
/// a word after any other name is a value.
/// </summary>
internal static class EventNames
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "msg", "message", "m", "mt", "event", "eventname", "event_name", "evt", "action", "operation", "op", "verb", "method", "cmd", "command", "type", "kind",
        "level", "lvl", "severity", "status", "state", "phase", "stage", "step", "result", "outcome", "decision", "verdict", "error", "err", "exception", "fault",
        "reason", "cause", "change", "transition", "subject", "title", "text", "log", "description", "template",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a name that decides tells the severity only.</summary>
    public static bool IsLevel(ReadOnlySpan<char> name) =>
        name.TrimStart('@') is var bare && (bare.Equals("level", StringComparison.OrdinalIgnoreCase) || bare.Equals("lvl", StringComparison.OrdinalIgnoreCase)
            || bare.Equals("severity", StringComparison.OrdinalIgnoreCase));

    public static bool Decides(ReadOnlySpan<char> name) => Lookup.Contains(name.TrimStart('@'));

    /// <summary>The name that ends before a place: letters, digits, and the marks that join them.</summary>
    /// <returns>Empty if there is none, or if it begins with a digit.</returns>
    public static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.' or '@'))
        {
            start--;
        }

        return start < end && (char.IsLetter(text[start]) || text[start] is '@' or '_') ? text[start..end] : default;
    }
}
