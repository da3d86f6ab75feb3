namespace LogGuard.Parsing;

/// <summary>Finds literals and blanks in a line. A blank in a literal stands for one or more blanks and tabs.</summary>
internal static class HeaderText
{
    public static int IndexOfBlank(ReadOnlySpan<char> text) => text.IndexOfAny(' ', '\t');

    public static bool IsBlank(char character) => character is ' ' or '\t';

    /// <summary>The first place that is no blank, from a place on.</summary>
    public static int SkipBlanks(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && IsBlank(text[from]))
        {
            from++;
        }

        return from;
    }

    /// <summary>The end of the word at a place: the next blank, or the end.</summary>
    public static int EndOfWord(ReadOnlySpan<char> text, int from)
    {
        var found = IndexOfBlank(text[from..]);
        return found < 0 ? text.Length : from + found;
    }

    /// <summary>The end of the line at a place in a text of several: the next line feed, or the end.</summary>
    public static int EndOfLine(ReadOnlySpan<char> text, int from)
    {
        var found = text[from..].IndexOf('\n');
        return found < 0 ? text.Length : from + found;
    }

    /// <summary>The line without white space at either end, as in loghub.</summary>
    public static LineRange Trim(ReadOnlySpan<char> line) => Trim(line, 0, line.Length);

    public static LineRange Trim(ReadOnlySpan<char> line, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(line[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(line[end - 1]))
        {
            end--;
        }

        return LineRange.Between(start, end);
    }

    /// <summary>Whether a text contains a time of day, as two numbers with a colon between them.</summary>
    public static bool ContainsClock(ReadOnlySpan<char> text)
    {
        for (var colon = text.IndexOf(':'); colon >= 0;)
        {
            var start = colon;
            while (start > 0 && char.IsAsciiDigit(text[start - 1]))
            {
                start--;
            }

            // More digits, or a dot before them, make a port of an address.
            var hasHours = colon - start is 1 or 2 && (start == 0 || text[start - 1] != '.');
            var hasMinutes = colon + 2 < text.Length && text[colon + 1] is >= '0' and <= '5' && char.IsAsciiDigit(text[colon + 2])
                && (colon + 3 == text.Length || !char.IsLetterOrDigit(text[colon + 3]));
            if (hasHours && hasMinutes)
            {
                return true;
            }

            var next = text[(colon + 1)..].IndexOf(':');
            colon = next < 0 ? -1 : colon + 1 + next;
        }

        return false;
    }

    /// <summary>Whether a literal is at a place.</summary>
    /// <param name="line">The line to its end.</param>
    /// <param name="at">The place.</param>
    /// <param name="literal">The literal.</param>
    /// <param name="atEnd">Whether the blanks that end the literal may be missing at the end of the line, which is trimmed.</param>
    /// <param name="end">The place behind the literal.</param>
    public static bool Matches(ReadOnlySpan<char> line, int at, string literal, bool atEnd, out int end)
    {
        end = at;
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] == ' ')
            {
                if (end < line.Length && IsBlank(line[end]))
                {
                    do
                    {
                        end++;
                    }
                    while (end < line.Length && IsBlank(line[end]));
                }
                else if (!atEnd || end < line.Length || i < literal.Length - 1)
                {
                    return false;
                }
            }
            else
            {
                if (end >= line.Length || line[end] != literal[i])
                {
                    return false;
                }

                end++;
            }
        }

        return true;
    }

    /// <summary>The first place of a literal at or after a place; -1 without one.</summary>
    public static int Find(ReadOnlySpan<char> line, int from, string literal, bool atEnd, out int end)
    {
        var first = literal[0];
        var at = from;
        while (at < line.Length)
        {
            var found = first == ' ' ? IndexOfBlank(line[at..]) : line[at..].IndexOf(first);
            if (found < 0)
            {
                break;
            }

            at += found;
            if (Matches(line, at, literal, atEnd, out end))
            {
                return at;
            }

            if (first == ' ')
            {
                // The literal does not follow any other blank of this run either.
                while (at < line.Length && IsBlank(line[at]))
                {
                    at++;
                }
            }
            else
            {
                at++;
            }
        }

        // A literal of blanks alone is at the end of a trimmed line.
        if (atEnd && from <= line.Length && literal == " ")
        {
            end = line.Length;
            return line.Length;
        }

        end = -1;
        return -1;
    }
}
