namespace LogGuard.Parsing;

/// <summary>Removes the escape sequences by which programs colour their lines, and a byte order mark at the beginning.</summary>
internal static class AnsiText
{
    private const char Escape = '\u001B';
    private const char Introducer = '\u009B';

    /// <summary>Whether a line has any of them.</summary>
    public static bool IsNeeded(ReadOnlySpan<char> line) =>
        line.IndexOfAny(Escape, Introducer) >= 0 || (line.Length > 0 && line[0] == '\uFEFF');

    /// <summary>Copies a line without its escape sequences.</summary>
    /// <param name="line">The line.</param>
    /// <param name="target">At least as long as the line.</param>
    /// <returns>Number of characters copied.</returns>
    public static int Strip(ReadOnlySpan<char> line, Span<char> target)
    {
        var length = 0;
        var at = line.Length > 0 && line[0] == '\uFEFF' ? 1 : 0;
        while (at < line.Length)
        {
            var found = line[at..].IndexOfAny(Escape, Introducer);
            var plain = line.Slice(at, found < 0 ? line.Length - at : found);
            plain.CopyTo(target[length..]);
            length += plain.Length;
            at += plain.Length;
            if (at < line.Length)
            {
                at = EndOfSequence(line, at);
            }
        }

        return length;
    }

    /// <summary>The line without its escape sequences.</summary>
    public static string Strip(string line)
    {
        if (!IsNeeded(line))
        {
            return line;
        }

        var target = new char[line.Length];
        return new string(target, 0, Strip(line, target));
    }

    // ESC [ parameters letter; ESC ] text BEL or ESC \; ESC and one character (ECMA-48).
    private static int EndOfSequence(ReadOnlySpan<char> line, int at)
    {
        var next = line[at] == Introducer ? at : at + 1;
        if (next >= line.Length)
        {
            return line.Length;
        }

        switch (line[next])
        {
            case Introducer or '[':
                next++;
                while (next < line.Length && line[next] is >= ' ' and <= '?')
                {
                    next++;
                }

                // The letter that ends the sequence. Any other character belongs to the text.
                return next < line.Length && line[next] is >= '@' and <= '~' ? next + 1 : next;
            case ']':
                var end = line[next..].IndexOfAny('\a', Escape);
                return end < 0 ? next + 1 : line[next + end] == Escape && next + end + 1 < line.Length && line[next + end + 1] == '\\' ? next + end + 2 : next + end + 1;
            case >= '(' and <= '/':
                return Math.Min(next + 2, line.Length);
            case >= '0' and <= '~':
                return next + 1;
            default:
                return next;
        }
    }
}
