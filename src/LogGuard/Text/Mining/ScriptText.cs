namespace LogGuard.Parsing;

/// <summary>Text of scripts that put no blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.</summary>
internal static class ScriptText
{
    // Nearly all text has no character of their range at all, which one vectorised search tells.
    private const char First = '\u0E00';
    private const char Last = '\uFAFF';

    public static bool Contains(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange(First, Last) is var next and >= 0)
        {
            if (IsUnspaced(text[next]))
            {
                return true;
            }

            text = text[(next + 1)..];
        }

        return false;
    }

    /// <summary>Length of the common beginning and of the common end, which do not overlap. Variables belong to neither.</summary>
    public static (int Before, int After) Common(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var most = Math.Min(one.Length, other.Length);
        var before = 0;
        while (before < most && one[before] == other[before] && IsText(one[before]))
        {
            before++;
        }

        var after = 0;
        while (after < most - before && one[^(after + 1)] == other[^(after + 1)] && IsText(one[^(after + 1)]))
        {
            after++;
        }

        return (before, after);
    }

    // Thai, Lao; Burmese; Khmer; the Kana and the marks before them; Chinese characters with those of extension A and for compatibility.
    private static bool IsUnspaced(char character) =>
        character is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' or >= '\u3005' and <= '\u30FF'
            or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';

    private static bool IsText(char character) => !VariableScanner.IsMask(character) && !char.IsSurrogate(character);
}
