namespace LogGuard.Parsing;

/// <summary>Finds text that is one value whatever it contains: quoted text, lists, and objects with named parts.</summary>
internal static class StructureText
{
    // Text in quotes that is longer is more likely text between two quotes that do not belong together.
    private const int LongestQuote = 256;

    // Deeper nesting is no value that a person reads. It bounds the time for a hostile line.
    private const int DeepestNesting = 32;

    // Brackets that open one after the other before the first part of an object: "[[Trip(id=5". Each takes a search for its own end.
    private const int DeepestPart = 8;

    // A line of values takes up to six: the bracket that closes, the first part, the elements. One of 16,384 characters takes two
    // milliseconds at the usual speed of 2 ns each.
    private const int StepsPerCharacter = 64;

    /// <summary>The place of the quote that closes the one at a place; -1 if it opens nothing.</summary>
    public static int CloseOfQuote(ReadOnlySpan<char> text, int open)
    {
        var quote = text[open];
        if (open > 0 && !(text[open - 1] is ' ' or '\t' or '=' or ':' or ',' or ';' or '(' or '[' or '{' or '<' or '|' || text[open - 1] > 127))
        {
            return -1;
        }

        var most = Math.Min(text.Length, open + LongestQuote);
        for (var at = open + 1; at < most; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == quote && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1])))
            {
                // An apostrophe may open nothing: "can 't" and "the users' files".
                return quote == '"' || (at > open + 1 && text[open + 1] != ' ' && text[at - 1] != ' ') || at == open + 1 ? at : -1;
            }
        }

        return -1;
    }

    /// <summary>Whether quoted text is a request line, which begins with what is done: <c>"GET /index.html HTTP/1.1"</c>.</summary>
    public static bool IsRequest(ReadOnlySpan<char> text) =>
        text.IndexOf(' ') is >= 3 and <= 7 and var end && end + 1 < text.Length && text[end + 1] is '/' or 'h' or '*' && !text[..end].ContainsAnyExceptInRange('A', 'Z');

    /// <summary>The steps that the structure of a text may take, so that no line takes time in the square of its length or worse.</summary>
    public static int StepsFor(int length) => StepsPerCharacter * length;

    /// <summary>
    /// The place of the bracket that closes the one at a place; the end of the text if it opens an object that goes on; -1 without one.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="open">The place of the opening bracket.</param>
    /// <param name="steps">The characters that may still be read; without any, no bracket is closed. A call exceeds it by twice the text at most.</param>
    public static int CloseOfBracket(ReadOnlySpan<char> text, int open, ref int steps)
    {
        var close = FindClose(text, open, ref steps);

        // A line that was cut ends within its last value.
        return close < text.Length || BeginsWithPart(text[(open + 1)..], text, open, DeepestPart, ref steps) ? close : -1;
    }

    // The place of the closing bracket; the end of the text if there is none; -1 if another is in its place.
    private static int FindClose(ReadOnlySpan<char> text, int open, ref int steps)
    {
        if (steps <= 0)
        {
            return -1;
        }

        Span<char> expected = stackalloc char[DeepestNesting];
        var depth = 0;
        var at = open;
        for (; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '[' or '(' or '{':
                    if (depth == DeepestNesting)
                    {
                        steps -= at - open;
                        return -1;
                    }

                    expected[depth++] = text[at] switch { '[' => ']', '(' => ')', _ => '}' };
                    break;
                case ']' or ')' or '}':
                    var isExpected = text[at] == expected[--depth];
                    if (!isExpected || depth == 0)
                    {
                        steps -= at - open;
                        return isExpected ? at : -1;
                    }

                    break;
                case '"' when text[at - 1] != '\\':
                    at = SkipQuote(text, at);
                    break;
            }
        }

        steps -= at - open;
        return text.Length;
    }

    // The next quote, without looking at what is around it: each character is seen once.
    private static int SkipQuote(ReadOnlySpan<char> text, int open)
    {
        for (var at = open + 1; at < text.Length && at < open + LongestQuote; at++)
        {
            if (text[at] == '"' && text[at - 1] != '\\')
            {
                return at;
            }
        }

        return open;
    }

    /// <summary>Whether brackets contain a list of two elements or more, or parts with names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="open">The place of the opening bracket.</param>
    /// <param name="close">The place of the closing one.</param>
    /// <param name="steps">As for <see cref="CloseOfBracket"/>.</param>
    public static bool IsListOrObject(ReadOnlySpan<char> text, int open, int close, ref int steps) =>
        IsListOrObject(text, open, close, DeepestPart, ref steps);

    private static bool IsListOrObject(ReadOnlySpan<char> text, int open, int close, int depth, ref int steps)
    {
        var inner = text[(open + 1)..close];
        return !inner.IsEmpty && inner[0] != ' ' && (BeginsWithPart(inner, text, open, depth, ref steps) || (close < text.Length && IsList(inner, ref steps)));
    }

    /// <summary>The end of the value that begins at a place, after a name: quoted, in brackets, a list or a single word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="steps">As for <see cref="CloseOfBracket"/>.</param>
    public static int EndOfValue(ReadOnlySpan<char> text, int start, ref int steps)
    {
        var at = start;
        while (at < text.Length)
        {
            var character = text[at];
            if (character is '"' or '\'' && at == start && CloseOfQuote(text, at) is > 0 and var quote)
            {
                at = quote + 1;
                continue;
            }

            if (character is '[' or '(' or '{' && CloseOfBracket(text, at, ref steps) is > 0 and var bracket)
            {
                at = Math.Min(bracket + 1, text.Length);
                continue;
            }

            if (character is ' ' or '\t' or ';' or ')' or ']' or '}' or '>' or '|' or '"' or '&' || (character == ',' && !ContinuesList(text, at + 1)))
            {
                break;
            }

            at++;
        }

        while (at > start && text[at - 1] is '.' or ':' or '!' or '?' or ',')
        {
            at--;
        }

        return at;
    }

    /// <summary>Whether a value is a word of letters, other than one that stands for a truth value or for none.</summary>
    public static bool IsPlainWord(ReadOnlySpan<char> value)
    {
        foreach (var character in value)
        {
            if (!char.IsLetter(character) && character is not ('_' or '-'))
            {
                return false;
            }
        }

        return !IsAbsent(value) && value is not ("true" or "false" or "True" or "False" or "TRUE" or "FALSE" or "yes" or "no" or "on" or "off");
    }

    /// <summary>Whether a text stands for a value that is not there: "null", "-", nothing.</summary>
    public static bool IsAbsent(ReadOnlySpan<char> value) =>
        value.IsEmpty || value is "null" or "NULL" or "Null" or "nil" or "none" or "None" or "undefined" or "NaN" or "nan" or "-" or "--" or "n/a" or "N/A";

    // Whether another element follows a comma without a blank, instead of a name with its own value.
    private static bool ContinuesList(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.' or '@' or '/' or '+'))
        {
            end++;
        }

        return end > at && !(end < text.Length && text[end] is '=' or ':');
    }

    // "Trip(id=5, …)", "{id=5, …}", "{id: 5, …}", "[Trip(id=5, …), …]". In "(id=5)" and "[id=5]" the part is a value of the line.
    // The end of a text that was cut is that of each of its brackets, so none of them is looked at twice.
    private static bool BeginsWithPart(ReadOnlySpan<char> inner, ReadOnlySpan<char> text, int open, int depth, ref int steps)
    {
        if (inner.IsEmpty || depth == 0)
        {
            return false;
        }

        var isObject = text[open] == '{' || (open > 0 && (char.IsLetterOrDigit(text[open - 1]) || text[open - 1] is '_' or '$'));
        var at = inner[0] == '"' ? CloseOfQuote(inner, 0) + 1 : EndOfName(inner, 0);
        steps -= Math.Max(at, 1);
        if (at <= 0 || at >= inner.Length)
        {
            return inner.Length > 2 && inner[0] is '{' or '(' or '[' && IsNestedPart(inner, 0, depth, ref steps);
        }

        if (inner[at] is '(' or '{' or '[')
        {
            return IsNestedPart(inner, at, depth, ref steps);
        }

        // "[name: value]" is a sentence of a log as often as a value; only braces are always a value.
        return (inner[at] == '=' && isObject && at + 1 < inner.Length && inner[at + 1] is not ('=' or '>'))
            || (inner[at] == ':' && (text[open] == '{' || inner[0] == '"' || (at + 1 < inner.Length && inner[at + 1] == '"')));
    }

    private static bool IsNestedPart(ReadOnlySpan<char> text, int open, int depth, ref int steps) =>
        FindClose(text, open, ref steps) is > 0 and var close && IsListOrObject(text, open, close, depth - 1, ref steps);

    private static int EndOfName(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.' or '@' or '$'))
        {
            at++;
        }

        return at;
    }

    // Two elements or more between commas, each of them one word, quoted, or in brackets.
    private static bool IsList(ReadOnlySpan<char> inner, ref int steps)
    {
        steps -= inner.Length;
        var elements = 0;
        var at = 0;
        while (at < inner.Length)
        {
            while (at < inner.Length && inner[at] == ' ')
            {
                at++;
            }

            var start = at;
            while (at < inner.Length && inner[at] is not (',' or ' '))
            {
                var close = inner[at] switch
                {
                    '"' or '\'' => CloseOfQuote(inner, at),
                    '[' or '(' or '{' => CloseOfBracket(inner, at, ref steps),
                    _ => at,
                };
                steps -= close < 0 ? LongestQuote : 0;
                if (inner[at] == '=' || steps <= 0)
                {
                    return false;
                }

                at = Math.Min(Math.Max(close, at) + 1, inner.Length);
            }

            if (at == start)
            {
                return false;
            }

            elements++;
            while (at < inner.Length && inner[at] == ' ')
            {
                at++;
            }

            if (at < inner.Length && inner[at++] != ',')
            {
                return false;
            }

            if (inner[at - 1] == ',' && at == inner.Length)
            {
                return false;
            }
        }

        return elements >= 2;
    }
}
