using System.Runtime.InteropServices;

namespace LogGuard.Parsing;

/// <summary>
/// Finds the patterns that differ in a name inside a word of a script without blanks. The words have the text before the name and the text
/// after it in common: "用户张伟登录成功" and "用户李娜登录成功". The names begin and end in many ways; the words of several statements,
/// which have fewer characters in common, do not.
/// </summary>
internal sealed class GluedNames
{
    /// <summary>Two characters are about as much as a word. Words with this many in common are told apart here.</summary>
    public const int LeastCommon = 2;

    // Different words, as in VariableWords: with text of about two words on both sides of the name, and with less.
    private const int LeastBetween = 12;
    private const int LeastBeside = 24;
    private const int LongCommon = 4;

    // Different beginnings and ends of the names.
    private const int LeastEnds = 4;

    // Lines for each of the patterns on average, as in VariableWords: events come again and again.
    private const int MostLines = 4;

    // Names of persons have two to four characters in Chinese and Japanese. Longer words are a name and other text, or several words.
    private const int LongestName = 4;

    // The longest text before or after a name.
    private const int LongestText = 120;

    // By the hash of the other words and of the place of the word.
    private readonly Dictionary<ulong, PatternSet> _byRest = [];

    /// <summary>Takes a pattern that was added, or drops one that was removed.</summary>
    public void Change(Pattern pattern, bool isAdded)
    {
        if (pattern.IsOpen)
        {
            return;
        }

        for (var place = 0; place < pattern.Tokens.Length; place++)
        {
            if (!MayHaveName(pattern.Tokens[place]))
            {
                continue;
            }

            ref var patterns = ref CollectionsMarshal.GetValueRefOrAddDefault(_byRest, RestOf(pattern.Tokens, place), out _);
            patterns ??= new PatternSet();
            patterns.Change(pattern, isAdded);
            if (patterns.Count == 0)
            {
                _byRest.Remove(RestOf(pattern.Tokens, place));
            }
        }
    }

    /// <summary>The patterns that a new one is merged with, and the tokens of the merged one; null for none.</summary>
    /// <param name="pattern">The pattern, which is in the tree.</param>
    /// <param name="hasRoom">Whether another text around names has room.</param>
    /// <param name="isFixed">Whether a pattern stays as it is.</param>
    public (List<Pattern> Patterns, PatternToken[] Tokens)? Find(Pattern pattern, bool hasRoom, Func<Pattern, bool> isFixed)
    {
        for (var place = 0; hasRoom && !pattern.IsOpen && place < pattern.Tokens.Length; place++)
        {
            if (MayHaveName(pattern.Tokens[place]) && _byRest.TryGetValue(RestOf(pattern.Tokens, place), out var found)
                && VariableWords.IsDue(found.Count, LeastBetween, pattern.Owner.Id) && Find(pattern, found, place, isFixed) is { } names)
            {
                return names;
            }
        }

        return null;
    }

    /// <summary>Whether two tokens are words of a script without blanks that begin or end alike.</summary>
    public static bool AreAlike(in PatternToken one, in PatternToken other) =>
        IsText(one) && IsText(other) && ScriptText.Common(one.Text.Span, other.Text.Span) is var (before, after) && before + after >= LeastCommon;

    /// <summary>Whether a token is longer than a name of its own.</summary>
    public static bool MayHaveNameInside(in PatternToken token) => MayHaveName(token) && token.Text.Span.Length > LongestName;

    private static bool MayHaveName(in PatternToken token) => (token.Traits & TokenTraits.Glued) == 0 && IsText(token);

    private static bool IsText(in PatternToken token) =>
        token.Kind == TokenKind.Literal && token.KeyHash == 0 && token.IsEvidence && (token.Traits & (TokenTraits.Rest | TokenTraits.List)) == 0
        && token.Text.Span.Length > LeastCommon && ScriptText.Contains(token.Text.Span);

    private static ulong RestOf(PatternToken[] tokens, int place)
    {
        var hash = TokenHash.Combine(TokenHash.Seed, (ulong)place);
        for (var i = 0; i < tokens.Length; i++)
        {
            hash = i == place ? TokenHash.AddVariable(hash) : TokenHash.Combine(hash, tokens[i].Hash);
        }

        return hash;
    }

    private static (List<Pattern> Patterns, PatternToken[] Tokens)? Find(Pattern pattern, PatternSet found, int place, Func<Pattern, bool> isFixed)
    {
        var others = new List<Pattern>();
        foreach (var other in found.Items[^Math.Min(found.Count, PatternBag.CompareLimit)..])
        {
            if (other != pattern && !isFixed(other))
            {
                others.Add(other);
            }
        }

        var text = pattern.Tokens[place].Text.Span;
        var common = new (int Before, int After)[others.Count];
        for (var i = 0; i < common.Length; i++)
        {
            common[i] = ScriptText.Common(text, others[i].Tokens[place].Text.Span);
        }

        // The shortest texts in common first: they have the most words.
        foreach (var (before, after) in common.Distinct().OrderBy(ends => ends.Before + ends.After).ThenBy(ends => ends.Before))
        {
            if (before + after < LeastCommon || before > LongestText || after > LongestText)
            {
                continue;
            }

            var same = others.Where((_, i) => common[i].Before >= before && common[i].After >= after).Append(pattern).ToList();
            if (AreNames(same, place, before, after))
            {
                return (same, Merged(pattern.Tokens, place, before, after));
            }
        }

        return null;
    }

    private static bool AreNames(List<Pattern> patterns, int place, int before, int after)
    {
        var isBetween = before > 0 && after > 0 && before + after >= LongCommon;
        if (patterns.Count < (isBetween ? LeastBetween : LeastBeside))
        {
            return false;
        }

        var lines = patterns.Select(pattern => pattern.Owner).Distinct().Sum(owner => owner.Count);
        if (lines > (long)MostLines * patterns.Count)
        {
            return false;
        }

        var starts = new HashSet<string>();
        var ends = new HashSet<string>();
        foreach (var pattern in patterns)
        {
            var name = pattern.Tokens[place].Text.Span;
            name = name[before..^after];
            if (name.IsEmpty)
            {
                return false;
            }

            // "张伟5": the number says nothing.
            name = name.Trim(VariableScanner.Marker);

            // Where a name ends the word, its last two characters: a few endings of many words are those of statements.
            starts.Add(name[..Math.Min(before > 0 ? 1 : 2, name.Length)].ToString());
            ends.Add(name[^Math.Min(after > 0 ? 1 : 2, name.Length)..].ToString());
        }

        return starts.Count >= (before > 0 ? LeastEnds : patterns.Count / 2) && ends.Count >= (after > 0 ? LeastEnds : patterns.Count / 2);
    }

    private static PatternToken[] Merged(PatternToken[] tokens, int place, int before, int after)
    {
        var merged = (PatternToken[])tokens.Clone();
        var text = tokens[place].Text.Span;
        merged[place] = new PatternToken(
            TokenKind.Literal,
            LearntValues.HashOf(text[..before], text[^after..]),
            0,
            (tokens[place].Traits & TokenTraits.First) | TokenTraits.Variable | TokenTraits.Glued,
            new TokenText($"{text[..before]}{VariableScanner.Marker}{text[^after..]}"),
            [ParameterType.Word]);
        return merged;
    }
}
