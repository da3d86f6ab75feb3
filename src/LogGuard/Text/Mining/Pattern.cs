namespace LogGuard.Parsing;

/// <summary>One form of a template: tokens that the tokens of a line must fit one by one.</summary>
/// <remarks>
/// A layer consists of the patterns learnt between two calls of Freeze. No two patterns of one layer share a line. A line
/// that fits patterns of several layers belongs to the lowest one, the oldest.
/// </remarks>
internal sealed class Pattern
{
    private Pattern? _firstForm;
    private int[]? _places;
    private ulong? _firstHalf;
    private ulong? _secondHalf;

    public Pattern(PatternToken[] tokens, Template owner, int layer)
        : this(tokens, owner, layer, ObjectText.Of(tokens))
    {
    }

    public Pattern(PatternToken[] tokens, Template owner, int layer, ObjectText? ownObject)
    {
        Tokens = tokens;
        Owner = owner;
        Layer = layer;
        Object = ownObject;
        Hashes = new ulong[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            Hashes[i] = tokens[i].Hash;
            IsOpen |= tokens[i].Kind != TokenKind.Literal;
        }
    }

    public PatternToken[] Tokens { get; }

    /// <summary>Its names and decisions if it is a JSON object; null otherwise.</summary>
    public ObjectText? Object { get; }

    public Template Owner { get; set; }

    /// <summary>Number of times that the miner had been frozen before it was made.</summary>
    public int Layer { get; }

    /// <summary>Whether any of its tokens is not literal.</summary>
    public bool IsOpen { get; }

    /// <summary>
    /// A bit for each of its first tokens: whether it has a branch of its own in the tree. Set by the tree; -1 before.
    /// </summary>
    public int Edges { get; set; } = -1;

    /// <summary>Hash of all its tokens, which finds it if none is general.</summary>
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

    /// <summary>Hash of one half of its tokens, 0 or 1, and of the half's number.</summary>
    public ulong HashOfHalf(int half) => half == 0 ? _firstHalf ??= MakeHashOfHalf(0) : _secondHalf ??= MakeHashOfHalf(1);

    private ulong[] Hashes { get; }

    /// <summary>Whether a line with the same number of tokens fits.</summary>
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

    /// <summary>Whether any line fits both.</summary>
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

    /// <summary>The place of each of its variables among those of the template's first form, if both are JSON objects; null otherwise.</summary>
    /// <param name="total">Number of variables of the first form.</param>
    public int[]? PlacesInFirstForm(out int total)
    {
        total = 0;
        if (Object is null || Owner.Patterns.Count < 2 || Owner.Patterns[0] is not { Object: not null } first || first == this)
        {
            return null;
        }

        if (_firstForm != first)
        {
            (_firstForm, _places) = (first, Object.PlacesIn(first.Object));
        }

        total = first.Object.VariableTotal;
        return _places;
    }

    private ulong MakeHashOfHalf(int half)
    {
        var middle = Hashes.Length / 2;
        var hash = TokenHash.Combine(TokenHash.Seed, (ulong)half + 2);
        foreach (var token in half == 0 ? Hashes.AsSpan(0, middle) : Hashes.AsSpan(middle))
        {
            hash = TokenHash.Combine(hash, token);
        }

        return hash;
    }
}
