namespace LogGuard.Parsing;

/// <summary>Patterns by each of their words and its place. The number of patterns with a word tells the words of a statement from its values.</summary>
internal sealed class PatternPlaces
{
    /// <summary>Places of a line that are counted, from its beginning. Lines that differ at all mostly do so before.</summary>
    public const int PlaceLimit = 24;

    private readonly PatternBuckets _buckets = new();

    public void Add(Pattern pattern)
    {
        for (var place = 0; place < pattern.Tokens.Length && place < PlaceLimit; place++)
        {
            if (IsCounted(pattern.Tokens[place]))
            {
                _buckets.Add(At(pattern.Tokens, place), pattern);
            }
        }
    }

    public void Remove(Pattern pattern)
    {
        for (var place = 0; place < pattern.Tokens.Length && place < PlaceLimit; place++)
        {
            if (IsCounted(pattern.Tokens[place]))
            {
                _buckets.Remove(At(pattern.Tokens, place), pattern);
            }
        }
    }

    /// <summary>The patterns with as many tokens and the same word at a place.</summary>
    public ReadOnlySpan<Pattern> Of(PatternToken[] tokens, int place) => _buckets.Of(At(tokens, place));

    /// <summary>Whether a token is a word of its statement or may be a value: it has letters, and it is not general.</summary>
    public static bool IsCounted(in PatternToken token) => token.Kind == TokenKind.Literal && token.IsEvidence;

    private static ulong At(PatternToken[] tokens, int place) =>
        TokenHash.Combine(TokenHash.Combine((ulong)tokens.Length, (ulong)place + 1), tokens[place].Hash);
}
