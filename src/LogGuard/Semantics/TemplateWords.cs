namespace LogGuard.Semantics;

/// <summary>
/// The words of a message template, in lower case: runs of letters, split at camel case. Holes, numbers, punctuation, single letters,
/// articles and auxiliary verbs are left out: "was shipped" and "shipped" say the same.
/// </summary>
internal static class TemplateWords
{
    /// <summary>Most letters of a word; further ones are cut off. Longer runs of letters are data.</summary>
    internal const int MaxLength = 40;

    /// <summary>Most words of a template; further ones are left out.</summary>
    internal const int Limit = 256;

    // Words that change with the wording and not with what happened. Prepositions stay: "from" is not "to".
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "an", "the", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "will", "now", "it", "its", "this", "that",
    };

    /// <summary>The words in order.</summary>
    /// <param name="template">The template.</param>
    /// <param name="keepsHoles">Whether the names of holes count as words, too.</param>
    public static List<string> Of(string template, bool keepsHoles = false)
    {
        var words = new List<string>();
        for (var i = 0; i < template.Length && words.Count < Limit;)
        {
            if (template[i] == '{' && i + 1 < template.Length && template[i + 1] == '{')
            {
                // A literal brace.
                i += 2;
            }
            else if (template[i] == '{' && !keepsHoles && HoleLength(template.AsSpan(i)) is var hole and > 0)
            {
                i += hole;
            }
            else if (!char.IsLetter(template[i]))
            {
                i++;
            }
            else
            {
                var end = EndOfWord(template, i);
                if (end - i >= 2 && template.Substring(i, Math.Min(end - i, MaxLength)).ToLowerInvariant() is var word && !Empty.Contains(word))
                {
                    words.Add(word);
                }

                i = end;
            }
        }

        return words;
    }

    // The length of a hole, such as {@Order} or {Elapsed,8:0.0}; 0 if the brace begins none.
    private static int HoleLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('}');
        if (end < 2)
        {
            return 0;
        }

        var name = text[1..end];
        name = name[(name[0] is '@' or '$' ? 1 : 0)..];
        var stop = name.IndexOfAny(',', ':');
        name = stop < 0 ? name : name[..stop];
        foreach (var character in name)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('_' or '.'))
            {
                return 0;
            }
        }

        return name.IsEmpty ? 0 : end + 1;
    }

    // "BlockReport" and "HTTPServer" are two words each.
    private static int EndOfWord(string text, int start)
    {
        var i = start + 1;
        while (i < text.Length && char.IsLetter(text[i]))
        {
            if (char.IsUpper(text[i])
                && (!char.IsUpper(text[i - 1]) || (i + 1 < text.Length && char.IsLower(text[i + 1]))))
            {
                break;
            }

            i++;
        }

        return i;
    }
}
