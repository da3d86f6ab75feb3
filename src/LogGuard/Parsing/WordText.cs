namespace LogGuard.Parsing;

/// <summary>Tells words from other text.</summary>
internal static class WordText
{
    /// <summary>
    /// True for letters with no more than punctuation around them: "Started", "(unknown)", "failed:". Names of constants
    /// ("NEW_STATE", "flag[on]") are words too; names with dots, colons or slashes in them are values.
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

        foreach (var character in text[start..end])
        {
            if (!char.IsLetter(character) && character is not ('_' or '-' or '\'' or '[' or ']' or '(' or ')'))
            {
                return false;
            }
        }

        return true;
    }
}
