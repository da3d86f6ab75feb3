namespace LogGuard.Parsing;

/// <summary>Distinguishes words from other text.</summary>
internal static class WordText
{
    // "5.2 KB" and "12 B", "3 ms" and "1 s": a unit belongs to its number. "second" is a word too.
    private static bool IsUnit(ReadOnlySpan<char> text) =>
        text is "B" or "KB" or "kB" or "MB" or "GB" or "TB" or "KiB" or "MiB" or "GiB" or "TiB"
            or "ns" or "us" or "ms" or "s" or "sec" or "secs" or "min" or "mins" or "h" or "d";

    /// <summary>
    /// Whether a text consists of letters and punctuation around them: "Started", "(unknown)", "failed:". Names of constants
    /// ("NEW_STATE", "flag[on]") and lists of words are words too. Names with dots, colons or slashes are values.
    /// </summary>
    public static bool IsWord(ReadOnlySpan<char> text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && !char.IsLetterOrDigit(text[start]) && !VariableScanner.IsMask(text[start]))
        {
            start++;
        }

        while (end > start && !char.IsLetterOrDigit(text[end - 1]) && !VariableScanner.IsMask(text[end - 1]))
        {
            end--;
        }

        var core = text[start..end];
        if (IsUnit(core))
        {
            return false;
        }

        for (var i = 0; i < core.Length; i++)
        {
            var character = core[i];

            // "order5placed" and "用户5登录成功" are words, as "placed" is.
            if (VariableScanner.IsMask(character) && i > 0 && i + 1 < core.Length && char.IsLetter(core[i - 1]) && char.IsLetter(core[i + 1]))
            {
                continue;
            }

            if (!char.IsLetter(character) && character is not ('_' or '-' or '\'' or '[' or ']' or '(' or ')' or ',' or ' ' or '|'))
            {
                return false;
            }
        }

        return true;
    }
}
