namespace LogGuard.Parsing;

/// <summary>Tells keys, signatures and encoded bytes from names: Base64, JSON web tokens, random ids of mixed case.</summary>
internal static class RandomText
{
    /// <summary>Shorter ones may be names such as "iPhone12Pro".</summary>
    public const int LeastLength = 16;

    // Share of neighbours of another kind (capital, small letter, digit). Names of types change twice in a word of six letters,
    // so a third of their neighbours differ; of random letters and digits it is more than a half.
    private const double LeastChanges = 0.42;

    /// <summary>The end of the random text that begins at a place; -1 without one.</summary>
    /// <param name="text">The token.</param>
    /// <param name="start">The place.</param>
    /// <param name="seen">The end of the text that was searched. None begins before it.</param>
    public static int EndOf(ReadOnlySpan<char> text, int start, out int seen)
    {
        seen = start;
        if (text.Length - start < LeastLength)
        {
            return -1;
        }

        var isToken = text[start..].StartsWith("eyJ", StringComparison.Ordinal);
        var changes = 0;
        var last = 0;
        var kinds = 0;
        var letters = 0;
        var numbers = 0;
        var end = start;
        for (; end < text.Length; end++)
        {
            var character = text[end];
            var kind = char.IsAsciiLetterUpper(character) ? 1 : char.IsAsciiLetterLower(character) ? 2 : char.IsAsciiDigit(character) ? 4 : 0;
            if (kind == 0 && !(character is '+' or '/' or '_' or '-') && !(character == '.' && isToken))
            {
                break;
            }

            if (kind != 0)
            {
                letters++;
                changes += last != 0 && kind != last ? 1 : 0;
                numbers += kind == 4 && kind != last ? 1 : 0;
                kinds |= kind;
                last = kind;
            }
        }

        seen = end;

        // Padding.
        var padding = 0;
        for (; padding < 2 && end < text.Length && text[end] == '='; padding++)
        {
            end++;
        }

        while (end > start && text[end - 1] is '.' or '/')
        {
            end--;
        }

        // A name of many short words changes as often, but it has one number at most.
        return letters >= LeastLength && (kinds & 3) == 3 && (numbers >= 2 || padding > 0 || isToken) && changes >= LeastChanges * (letters - 1) ? end : -1;
    }
}
