namespace LogGuard.Parsing;

/// <summary>The patterns of a <see cref="PatternIndex"/> by their token at one place.</summary>
/// <param name="number">The place.</param>
internal sealed class PatternPlace(int number)
{
    private readonly PatternBuckets _byWord = new();
    private readonly PatternBuckets _byName = new();

    public int Number => number;

    /// <summary>Patterns whose token is not literal.</summary>
    public PatternSet General { get; } = new();

    /// <summary>Patterns whose token is not a literal word.</summary>
    public PatternSet Loose { get; } = new();

    /// <summary>Adds or removes a pattern.</summary>
    public void Change(Pattern pattern, bool isAdded)
    {
        ref readonly var token = ref pattern.Tokens[number];
        if (token.Kind == TokenKind.Literal)
        {
            _byWord.Change(token.Hash, pattern, isAdded);
        }
        else
        {
            General.Change(pattern, isAdded);
        }

        if (token.KeyHash != 0)
        {
            _byName.Change(token.KeyHash, pattern, isAdded);
        }

        if (!token.IsWord)
        {
            Loose.Change(pattern, isAdded);
        }
    }

    /// <summary>Number of patterns that are literal with this hash.</summary>
    public int CountOf(ulong hash) => _byWord.CountOf(hash);

    /// <summary>The patterns that are literal with this hash.</summary>
    public ReadOnlySpan<Pattern> Of(ulong hash) => _byWord.Of(hash);

    /// <summary>Number of patterns that a word does not rule out: two different words are never similar.</summary>
    public int CountBeside(in PatternToken word) => _byWord.CountOf(word.Hash) + Loose.Count;

    /// <summary>Adds the patterns that a word does not rule out.</summary>
    public void AddBeside(in PatternToken word, List<Pattern> found)
    {
        found.AddRange(_byWord.Of(word.Hash));
        found.AddRange(Loose.Items);
    }

    /// <summary>Number of patterns with the same word, and of those with the same name.</summary>
    public int CountSame(in PatternToken token) => _byWord.CountOf(token.Hash) + (token.KeyHash == 0 ? 0 : _byName.CountOf(token.KeyHash));

    /// <summary>Adds the patterns with the same word, and those with the same name.</summary>
    public void AddSame(in PatternToken token, List<Pattern> found)
    {
        found.AddRange(_byWord.Of(token.Hash));
        if (token.KeyHash != 0)
        {
            found.AddRange(_byName.Of(token.KeyHash));
        }
    }

    /// <summary>Number of patterns that overlap a token; -1 if all do.</summary>
    public int CountOverlapping(in PatternToken token) => token.Kind switch
    {
        TokenKind.Literal => General.Count + _byWord.CountOf(token.Hash),
        TokenKind.Key => General.Count + _byName.CountOf(token.KeyHash),
        _ => -1,
    };

    /// <summary>Adds the patterns that overlap a token, which is literal or compared by name.</summary>
    public void AddOverlapping(in PatternToken token, List<Pattern> found)
    {
        found.AddRange(General.Items);
        found.AddRange(token.Kind == TokenKind.Literal ? _byWord.Of(token.Hash) : _byName.Of(token.KeyHash));
    }
}
