namespace LogGuard.Parsing;

/// <summary>
/// Splits a regular expression at its capturing group, and finds the lengths of the matches before and after it if they are
/// fixed.
/// </summary>
internal readonly record struct PatternSplit
{
    /// <summary>False if there are several capturing groups, or the group is repeated or nested.</summary>
    public bool IsClear { get; private init; }

    public bool HasGroup { get; private init; }

    public string Before { get; private init; }

    public string Group { get; private init; }

    public string After { get; private init; }

    /// <summary>
    /// Options at the beginning such as <c>(?i)</c>. They apply to the whole expression, so each part begins with them.
    /// </summary>
    public string Options { get; private init; }

    /// <summary>Length of every match of <see cref="Before"/>; -1 if it varies.</summary>
    public int BeforeLength { get; private init; }

    public int AfterLength { get; private init; }

    /// <param name="pattern">A valid regular expression.</param>
    public static PatternSplit Of(string pattern)
    {
        var options = LeadingOptions(pattern);
        var rest = pattern[options.Length..];
        var (depth, groups, open, close, alternatives) = (0, 0, -1, -1, false);
        for (var at = 0; at < rest.Length; at += PieceLength(rest, at))
        {
            switch (rest[at])
            {
                case '(' when IsCapturing(rest, at):
                    groups++;
                    open = depth == 0 ? at : open;
                    depth++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    close = depth == 0 && open >= 0 && close < 0 ? at : close;
                    break;
                case '|' when depth == 0:
                    alternatives = true;
                    break;
            }
        }

        if (groups == 0)
        {
            return new PatternSplit { IsClear = true };
        }

        var isRepeated = close >= 0 && close + 1 < rest.Length && rest[close + 1] is '*' or '+' or '?' or '{';
        if (groups > 1 || open < 0 || close < 0 || alternatives || isRepeated)
        {
            return default;
        }

        var inner = open + 1;
        if (rest[inner] == '?')
        {
            // (?<name>…) and (?'name'…)
            inner = rest.IndexOfAny(['>', '\''], inner + 2) + 1;
        }

        var (before, after) = (rest[..open], rest[(close + 1)..]);
        return new PatternSplit
        {
            IsClear = true,
            HasGroup = true,
            Options = options,
            Before = before,
            Group = rest[inner..close],
            After = after,
            BeforeLength = FixedLength(before),
            AfterLength = FixedLength(after),
        };
    }

    private static bool IsCapturing(string pattern, int open)
    {
        if (open + 1 >= pattern.Length || pattern[open + 1] != '?')
        {
            return true;
        }

        var kind = open + 2 < pattern.Length ? pattern[open + 2] : '\0';
        var next = open + 3 < pattern.Length ? pattern[open + 3] : '\0';
        return kind == '\'' || (kind == '<' && next is not ('=' or '!'));
    }

    // An escape or a character class is one piece; its characters have no other meaning.
    private static int PieceLength(string pattern, int at)
    {
        if (pattern[at] == '\\')
        {
            return Math.Min(2, pattern.Length - at);
        }

        if (pattern[at] != '[')
        {
            return 1;
        }

        var depth = 1;
        var i = at + 1;
        i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;

        // A bracket at the beginning belongs to the class.
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
        for (; i < pattern.Length && depth > 0; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' when pattern[i - 1] == '-':
                    depth++;
                    break;
                case ']':
                    depth--;
                    break;
            }
        }

        return Math.Min(i, pattern.Length) - at;
    }

    // One character for each piece; -1 if a piece repeats, groups, or matches none or several characters.
    private static int FixedLength(string pattern)
    {
        var length = 0;
        for (var at = 0; at < pattern.Length; at += PieceLength(pattern, at))
        {
            switch (pattern[at])
            {
                case '*' or '+' or '?' or '{' or '(' or ')' or '|':
                    return -1;
                case '^' or '$':
                    break;
                case '\\' when at + 1 < pattern.Length && char.IsLetterOrDigit(pattern[at + 1]) && !"dDwWsStrn".Contains(pattern[at + 1]):
                    if (!"bBAzZG".Contains(pattern[at + 1]))
                    {
                        return -1;
                    }

                    break;
                default:
                    length++;
                    break;
            }
        }

        return length;
    }

    private static string LeadingOptions(string pattern)
    {
        if (!pattern.StartsWith("(?", StringComparison.Ordinal))
        {
            return "";
        }

        var end = 2;
        while (end < pattern.Length && "imsnx-".Contains(pattern[end]))
        {
            end++;
        }

        return end > 2 && end < pattern.Length && pattern[end] == ')' ? pattern[..(end + 1)] : "";
    }
}
