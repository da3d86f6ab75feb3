namespace LogGuard.Parsing;

/// <summary>
/// One form of a template: a row of tokens, each of which a line's token must fit. Patterns are boxes, as it were, and no
/// two of a miner share a line: a line fits one or none.
/// </summary>
internal sealed class Pattern
{
    public Pattern(PatternToken[] tokens, Template owner)
    {
        Tokens = tokens;
        Owner = owner;
        Hashes = new ulong[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            Hashes[i] = tokens[i].Hash;
            IsOpen |= tokens[i].Kind != TokenKind.Literal;
        }
    }

    public PatternToken[] Tokens { get; }

    public Template Owner { get; set; }

    /// <summary>True with a token that is not literal.</summary>
    public bool IsOpen { get; }

    /// <summary>Which of its first tokens are branches of their own in the tree, a bit each. Owned by the tree.</summary>
    public int Edges { get; set; } = -1;

    /// <summary>Its place in the tree's list of patterns of this length. Owned by the tree.</summary>
    public int Place { get; set; }

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

    private ulong[] Hashes { get; }

    /// <summary>Whether a line with as many tokens fits.</summary>
    public bool Covers(ReadOnlySpan<LineToken> line)
    {
        var hashes = Hashes;
        for (var i = 0; i < line.Length && i < hashes.Length; i++)
        {
            if (line[i].Hash != hashes[i] && (Tokens[i].Kind == TokenKind.Literal || !Tokens[i].Covers(line[i])))
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
