namespace LogGuard.Parsing;

/// <summary>
/// One form of a template: a row of tokens, each of which a line's token must fit.
/// </summary>
/// <remarks>
/// Patterns are boxes, as it were, and no two of a layer share a line. A layer is what was learnt between two calls of
/// Freeze; a line that fits patterns of several layers is the lowest one's, which was there first.
/// </remarks>
internal sealed class Pattern
{
    public Pattern(PatternToken[] tokens, Template owner, int layer)
    {
        Tokens = tokens;
        Owner = owner;
        Layer = layer;
        Hashes = new ulong[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            Hashes[i] = tokens[i].Hash;
            IsOpen |= tokens[i].Kind != TokenKind.Literal;
        }
    }

    public PatternToken[] Tokens { get; }

    public Template Owner { get; set; }

    /// <summary>How often the miner had been frozen when it was made.</summary>
    public int Layer { get; }

    /// <summary>True with a token that is not literal.</summary>
    public bool IsOpen { get; }

    /// <summary>Which of its first tokens are branches of their own in the tree, a bit each. Owned by the tree.</summary>
    public int Edges { get; set; } = -1;

    /// <summary>Of all its tokens; finds it where none is general.</summary>
    public ulong Hash
    {
        get
        {
            var hash = TokenHash.Seed;
            foreach (var token in Hashes)
            {
                hash = TokenHash.Combine(hash, token);
            }

            return hash;
        }
    }

    /// <summary>Of the first half of its tokens (0) or of the others (1), and of which half it is.</summary>
    public ulong HashOfHalf(int half)
    {
        var middle = Hashes.Length / 2;
        var hash = TokenHash.Combine(TokenHash.Seed, (ulong)half + 2);
        foreach (var token in half == 0 ? Hashes.AsSpan(0, middle) : Hashes.AsSpan(middle))
        {
            hash = TokenHash.Combine(hash, token);
        }

        return hash;
    }

    private ulong[] Hashes { get; }

    /// <summary>Whether a line with as many tokens fits.</summary>
    public bool Covers(ReadOnlySpan<LineToken> line)
    {
        var hashes = Hashes;
        for (var i = 0; i < line.Length && i < hashes.Length; i++)
        {
            var hash = hashes[i];
            if (line[i].Hash != hash && hash != PatternToken.AnyHash && (hash != PatternToken.NoHash || !Tokens[i].Covers(line[i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether there may be a line that fits both.</summary>
    public bool Overlaps(ReadOnlySpan<PatternToken> other)
    {
        for (var i = 0; i < other.Length; i++)
        {
            if (!Tokens[i].Overlaps(other[i]))
            {
                return false;
            }
        }

        return true;
    }
}
