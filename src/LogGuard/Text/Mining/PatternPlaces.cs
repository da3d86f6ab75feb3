using LogGuard.Keys;

namespace LogGuard.Parsing;

/// <summary>
/// Counts the patterns with each word in each place. The number tells the words of a statement from its values. Bounded: words that share a
/// counter are taken for more frequent than they are, and so for words of a statement.
/// </summary>
internal sealed class PatternPlaces
{
    /// <summary>Places of a line that are counted, from its beginning. Lines that differ at all mostly do so before.</summary>
    public const int PlaceLimit = 24;

    // Six times the words of ten thousand templates.
    private const int CounterBits = 16;

    private readonly int[] _counts = new int[1 << CounterBits];

    /// <summary>Counts the words of a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="change">1 for one that was added, -1 for one that was removed.</param>
    public void Count(Pattern pattern, int change)
    {
        var tokens = pattern.Tokens;
        for (var place = 0; place < tokens.Length && place < PlaceLimit; place++)
        {
            if (IsCounted(tokens[place]))
            {
                _counts[At(tokens, place)] += change;
            }
        }
    }

    /// <summary>The number of patterns with as many tokens and the same word at a place, or more.</summary>
    public int Of(PatternToken[] tokens, int place) => _counts[At(tokens, place)];

    /// <summary>Whether a token is a word of its statement or may be a value: it has letters, and it is not general.</summary>
    public static bool IsCounted(in PatternToken token) =>
        token.Kind == TokenKind.Literal && token.IsEvidence && token.Text.Span is not [TextShape.Mark, ..];

    private static int At(PatternToken[] tokens, int place) =>
        (int)(TokenHash.Combine(tokens[place].Hash, ((ulong)tokens.Length << 8) + (ulong)place) >> (64 - CounterBits));
}
