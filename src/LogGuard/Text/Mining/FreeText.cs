namespace LogGuard.Parsing;

/// <summary>
/// Finds the patterns of free text, of which nearly every line is another: sentences after a label ("comment: …"), or lines of one word. They
/// have any number of words, so no pattern of words and variables covers them.
/// </summary>
internal sealed class FreeText(PatternTree tree, int maxTokens)
{
    // Different texts after one label. Programs have fewer messages with one label that come once each, also while they start.
    private const int LeastTexts = 100;

    // Patterns of them; some may have become general before.
    private const int LeastPatterns = 50;

    // One line of this many may repeat a text.
    private const int LinesPerRepeat = 20;

    // Numbers of words. The messages of one statement have one, or a few with a list in them.
    private const int LeastLengths = 3;

    // A text that came more often is a message, and keeps its template.
    private const int MostLines = 4;

    // One text of this many may contain variables: messages of programs have them, sentences seldom do.
    private const int TextsPerVariable = 4;

    // Places of the counters. Labels that share one are counted together, and told apart when they are many enough.
    private const int CounterBits = 12;

    // The text after a level is a message of the program.
    private static readonly HashSet<string> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        "trace", "debug", "info", "information", "notice", "warn", "warning", "error", "err", "fatal", "critical", "crit", "severe", "alert", "emerg", "panic", "exception",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> LevelLookup = Levels.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly int[] _counts = new int[1 << CounterBits];

    /// <summary>Counts a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="change">1 for one that was added, -1 for one that was removed.</param>
    public void Count(Pattern pattern, int change)
    {
        if (LabelOf(pattern.Tokens) is >= 0 and var words)
        {
            _counts[At(pattern.Tokens, words)] += change;
        }
    }

    /// <summary>The patterns that a new one is merged with, and the tokens of the merged one; null for none.</summary>
    public (List<Pattern> Patterns, PatternToken[] Tokens)? Find(Pattern pattern, Func<Pattern, bool> isFixed)
    {
        var tokens = pattern.Tokens;
        var words = LabelOf(tokens);
        if (words < 0 || !VariableWords.IsDue(_counts[At(tokens, words)], LeastPatterns, pattern.Owner.Id))
        {
            return null;
        }

        var found = new List<Pattern>();
        for (var length = words + 1; length <= (words == 0 ? 1 : maxTokens); length++)
        {
            var general = new PatternToken[length];
            Array.Fill(general, PatternToken.Any);
            tokens.AsSpan(..words).CopyTo(general);
            tree.Overlapping(general, found);
        }

        found.RemoveAll(other => LabelOf(other.Tokens) != words || !HasLabel(other.Tokens, tokens.AsSpan(..words)) || (other.IsOpen && !IsAny(other.Tokens, words)));
        var lines = found.Select(other => other.Owner).Distinct().Sum(owner => owner.Count);
        var texts = found.Sum(other => other.IsOpen ? other.Owner.Count : 1);
        if (texts < LeastTexts || (lines - texts) * LinesPerRepeat > lines || (words > 0 && !AreSentences(found, words)))
        {
            return null;
        }

        found.RemoveAll(other => isFixed(other) || (!other.IsOpen && other.Owner.Count > MostLines));
        return found.Contains(pattern) ? (found, [.. tokens[..words], Text]) : null;
    }

    private static PatternToken Text => new(
        TokenKind.Literal,
        LearntValues.FreeTextHash,
        0,
        TokenTraits.Variable | TokenTraits.Pure | TokenTraits.Rest,
        new TokenText(VariableScanner.Marker.ToString()),
        [ParameterType.Word]);

    // Several words that may be any: they were found to vary by nearly every line being another.
    private static bool IsAny(PatternToken[] tokens, int words) =>
        tokens.Length > words + 1 && Array.TrueForAll(tokens[words..], token => token.Kind == TokenKind.Any);

    private static bool AreSentences(List<Pattern> patterns, int words)
    {
        var lengths = patterns.Select(pattern => pattern.Tokens.Length).Distinct().Count();
        var variable = patterns.Count(pattern => Array.Exists(pattern.Tokens[words..], token => token.Kind == TokenKind.Literal && token.Types.Length > 0));
        return lengths >= LeastLengths && variable * TextsPerVariable <= patterns.Count;
    }

    // The number of words of the label; 0 for a line of one word, negative without a label.
    private static int LabelOf(PatternToken[] tokens)
    {
        if (tokens.Length == 1)
        {
            return LearntValues.IsPlainWord(tokens[0].Text.Span) ? 0 : -1;
        }

        for (var i = 0; i < LearntValues.LabelLimit && i + 1 < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Kind != TokenKind.Literal)
            {
                return -1;
            }

            if (LearntValues.EndsLabel(token.Text.Span, token.Traits))
            {
                return LevelLookup.Contains(token.Text.Span.Trim("[]():\uFF1A")) ? -1 : i + 1;
            }
        }

        return -1;
    }

    private static bool HasLabel(PatternToken[] tokens, ReadOnlySpan<PatternToken> label)
    {
        for (var i = 0; i < label.Length; i++)
        {
            if (tokens[i].Hash != label[i].Hash)
            {
                return false;
            }
        }

        return true;
    }

    private static int At(PatternToken[] tokens, int words) => (int)(LearntValues.HashOf(tokens.AsSpan(..words)) >> (64 - CounterBits));
}
