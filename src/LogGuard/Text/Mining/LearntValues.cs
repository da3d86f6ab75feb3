using System.Runtime.InteropServices;

namespace LogGuard.Parsing;

/// <summary>
/// The values that a miner has learnt from its lines, because their form does not tell them: names inside text of a script without blanks
/// ("用户…登录成功"), and free text after a label ("comment: …"). They apply to lines that fit no template as they are.
/// </summary>
/// <remarks>They are those of the patterns in the tree, so a saved miner has them too.</remarks>
internal sealed class LearntValues
{
    /// <summary>Most words of a label.</summary>
    public const int LabelLimit = 4;

    // Texts around names. Each takes a comparison with each word of a line that fits no template.
    private const int NameLimit = 256;

    /// <summary>The hash of free text: that of three variables, which no scanned token has.</summary>
    public static readonly ulong FreeTextHash = TokenHash.AddVariable(TokenHash.AddVariable(TokenHash.AddVariable(TokenHash.Seed)));

    private readonly Dictionary<(string Before, string After), int> _nameCounts = [];
    private readonly List<(string Before, string After)> _names = [];

    // The layer of the pattern by the hash of the label's words.
    private readonly Dictionary<ulong, int> _labels = [];

    public bool HasAny => _names.Count > 0 || _labels.Count > 0;

    /// <summary>Whether another text around names has room.</summary>
    public bool HasNameRoom => _names.Count < NameLimit;

    /// <summary>Takes the values of a pattern that was added, or drops those of one that was removed.</summary>
    public void Change(Pattern pattern, bool isAdded)
    {
        foreach (ref readonly var token in pattern.Tokens.AsSpan())
        {
            if ((token.Traits & TokenTraits.Glued) != 0)
            {
                ChangeName(token.Text.Span, isAdded ? 1 : -1);
            }
        }

        if (pattern.Tokens.Length == 0 || pattern.Tokens[^1].Hash != FreeTextHash)
        {
            return;
        }

        var label = HashOf(pattern.Tokens.AsSpan(..^1));
        if (isAdded)
        {
            _labels[label] = pattern.Layer;
        }
        else
        {
            _labels.Remove(label);
        }
    }

    /// <summary>The hash of a label.</summary>
    public static ulong HashOf(ReadOnlySpan<PatternToken> words)
    {
        var hash = TokenHash.Seed;
        foreach (ref readonly var word in words)
        {
            hash = TokenHash.Combine(hash, word.Hash);
        }

        return hash;
    }

    /// <summary>Whether a word ends a label: it has letters, a colon at its end, and is no name in a JSON object.</summary>
    public static bool EndsLabel(ReadOnlySpan<char> text, TokenTraits traits) =>
        (traits & TokenTraits.Pure) == 0 && text.Length > 1 && text[^1] is ':' or '\uFF1A'
        && (char.IsLetterOrDigit(text[^2]) || text[^2] is ')' or ']' or VariableScanner.Marker);

    /// <summary>Whether a single word may be free text: letters of a script with blanks.</summary>
    public static bool IsPlainWord(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsLetter(character))
            {
                return false;
            }
        }

        return !text.IsEmpty && !ScriptText.Contains(text);
    }

    /// <summary>Makes variables of the names in a line that fits no template.</summary>
    /// <returns>Whether there are any.</returns>
    public bool ApplyNames(ReadOnlySpan<char> line, Span<LineToken> tokens)
    {
        var isChanged = false;
        for (var i = 0; i < tokens.Length && _names.Count > 0; i++)
        {
            ref var token = ref tokens[i];
            var text = line.Slice(token.Start, token.Length);
            if (token.KeyHash == 0 && (token.Traits & (TokenTraits.List | TokenTraits.Rest | TokenTraits.Glued)) == 0 && ScriptText.Contains(text)
                && TryFindName(text, out var before, out var after))
            {
                token.Hash = HashOf(text[..before], text[^after..]);
                token.Traits = (token.Traits & TokenTraits.First) | TokenTraits.Variable | TokenTraits.Glued;
                token.SetEnds(before, after);
                isChanged = true;
            }
        }

        return isChanged;
    }

    /// <summary>Makes one token of the free text at a line's end.</summary>
    /// <param name="line">The line.</param>
    /// <param name="tokens">Its tokens; those until the free text.</param>
    /// <param name="layer">The last layer that counts.</param>
    /// <returns>Whether there is any.</returns>
    public bool ApplyLabel(ReadOnlySpan<char> line, ref Span<LineToken> tokens, int layer)
    {
        if (_labels.Count == 0)
        {
            return false;
        }

        var hash = TokenHash.Seed;
        var words = 0;
        if (tokens.Length > 1 || !IsPlainWord(line.Slice(tokens[0].Start, tokens[0].Length)))
        {
            do
            {
                if (words == LabelLimit || words + 1 >= tokens.Length)
                {
                    return false;
                }

                hash = TokenHash.Combine(hash, tokens[words++].Hash);
            }
            while (!EndsLabel(line.Slice(tokens[words - 1].Start, tokens[words - 1].Length), tokens[words - 1].Traits));
        }

        if (!_labels.TryGetValue(hash, out var own) || own > layer)
        {
            return false;
        }

        ref var text = ref tokens[words];
        text.Length = tokens[^1].Start + tokens[^1].Length - text.Start;
        text.Hash = FreeTextHash;
        text.KeyHash = 0;
        text.KeyLength = 0;
        text.Traits = TokenTraits.Variable | TokenTraits.Pure | TokenTraits.Rest;
        tokens = tokens[..(words + 1)];
        return true;
    }

    /// <summary>The hash of a token with a name between two texts: that of a token with one variable between them.</summary>
    public static ulong HashOf(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var hash = TokenHash.AddVariable(before.IsEmpty ? TokenHash.Seed : TokenHash.Add(TokenHash.Seed, before));
        return after.IsEmpty ? hash : TokenHash.Add(hash, after);
    }

    // The texts that leave the shortest name.
    private bool TryFindName(ReadOnlySpan<char> text, out int before, out int after)
    {
        (before, after) = (0, 0);
        foreach (var (start, end) in CollectionsMarshal.AsSpan(_names))
        {
            if (start.Length + end.Length > before + after && text.Length > start.Length + end.Length
                && text.StartsWith(start, StringComparison.Ordinal) && text.EndsWith(end, StringComparison.Ordinal))
            {
                (before, after) = (start.Length, end.Length);
            }
        }

        return before + after > 0;
    }

    private void ChangeName(ReadOnlySpan<char> text, int change)
    {
        var place = text.IndexOf(VariableScanner.Marker);
        var name = (text[..place].ToString(), text[(place + 1)..].ToString());
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_nameCounts, name, out var isKnown);
        count += change;
        if (!isKnown)
        {
            _names.Add(name);
        }
        else if (count == 0)
        {
            _nameCounts.Remove(name);
            _names.Remove(name);
        }
    }
}
