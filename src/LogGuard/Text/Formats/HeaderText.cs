namespace LogGuard.Parsing;

/// <summary>Finds literals and blanks in a line. A blank in a literal stands for one or more blanks and tabs.</summary>
internal static class HeaderText
{
    public static int IndexOfBlank(ReadOnlySpan<char> text) => text.IndexOfAny(' ', '\t');

    public static bool IsBlank(char character) => character is ' ' or '\t';

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
