namespace LogGuard.Parsing;

/// <summary>
/// Drain's tree of fixed depth (He et al., ICWS 2017): by the number of tokens first, then by the leading ones. A token
/// that varies, or finds no room, goes the wildcard's way.
/// </summary>
/// <remarks>
/// Unlike the paper's, a look-up goes both ways, that of the word and that of the wildcard: so it does not matter which
/// words came first, and a pattern may become general in its first token. Patterns without a general token are found
/// by one hash. Not safe for threads: the miner's lock guards it.
/// </remarks>
internal sealed class PatternTree(int leadingTokens, int childLimit, int maxTokens)
{
    private readonly Dictionary<ulong, Pattern> _closed = [];
    private readonly Node?[] _roots = new Node?[maxTokens + 1];
    private readonly List<Pattern>?[] _byCount = new List<Pattern>?[maxTokens + 1];

    /// <summary>All patterns with this number of tokens, in no particular order.</summary>
    public IReadOnlyList<Pattern> OfLength(int count) => _byCount[count] ?? (IReadOnlyList<Pattern>)[];

    /// <summary>The one pattern that a line fits; null without one.</summary>
    public Pattern? Find(ReadOnlySpan<LineToken> line)
    {
        var hash = TokenHash.Seed;
        for (var i = 0; i < line.Length; i++)
        {
            hash = TokenHash.Combine(hash, line[i].Hash);
        }

        if (_closed.TryGetValue(hash, out var pattern) && pattern.Tokens.Length == line.Length && pattern.Covers(line))
        {
            return pattern;
        }

        return _roots[line.Length] is { } root ? FindOpen(root, 0, line) : null;
    }

    /// <summary>Collects the patterns that begin as a line does.</summary>
    public void Candidates(ReadOnlySpan<LineToken> line, List<Pattern> found)
    {
        if (_roots[line.Length] is { } root)
        {
            Candidates(root, 0, line, found);
        }
    }

    /// <summary>Collects the patterns that share a line with these tokens.</summary>
    public void Overlapping(ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        if (_roots[tokens.Length] is { } root)
        {
            Overlapping(root, 0, tokens, found);
        }
    }

    public void Add(Pattern pattern)
    {
        var length = pattern.Tokens.Length;
        var node = _roots[length] ??= new Node();
        var isLoaded = pattern.Edges >= 0;
        var edges = 0;
        for (var level = 0; level < Depth(length); level++)
        {
            var token = pattern.Tokens[level];
            var mayBranch = isLoaded ? (pattern.Edges & (1 << level)) != 0 : token.Kind == TokenKind.Literal && (token.Traits & TokenTraits.Variable) == 0;
            Node? child = null;
            if (mayBranch && !node.Children.TryGetValue(token.Hash, out child) && (isLoaded || node.Children.Count < childLimit))
            {
                node.Children[token.Hash] = child = new Node();
            }

            edges |= child is null ? 0 : 1 << level;
            node = child ?? (node.Wild ??= new Node());
        }

        pattern.Edges = edges;
        (pattern.IsOpen ? node.Open : node.Closed).Add(pattern);
        if (!pattern.IsOpen)
        {
            _closed[pattern.Hash] = pattern;
        }

        var all = _byCount[length] ??= [];
        pattern.Place = all.Count;
        all.Add(pattern);
    }

    public void Remove(Pattern pattern)
    {
        var length = pattern.Tokens.Length;
        if (Remove(_roots[length]!, 0, pattern))
        {
            _roots[length] = null;
        }

        if (!pattern.IsOpen)
        {
            _closed.Remove(pattern.Hash);
        }

        var all = _byCount[length]!;
        all[pattern.Place] = all[^1];
        all[pattern.Place].Place = pattern.Place;
        all.RemoveAt(all.Count - 1);
    }

    private int Depth(int length) => Math.Min(leadingTokens, length);

    private Pattern? FindOpen(Node node, int level, ReadOnlySpan<LineToken> line)
    {
        if (level == Depth(line.Length))
        {
            foreach (var pattern in node.Open)
            {
                if (pattern.Covers(line))
                {
                    return pattern;
                }
            }

            return null;
        }

        ref readonly var token = ref line[level];
        if ((token.Traits & TokenTraits.Variable) == 0 && node.Children.TryGetValue(token.Hash, out var child)
            && FindOpen(child, level + 1, line) is { } found)
        {
            return found;
        }

        return node.Wild is { } wild ? FindOpen(wild, level + 1, line) : null;
    }

    private void Candidates(Node node, int level, ReadOnlySpan<LineToken> line, List<Pattern> found)
    {
        if (level == Depth(line.Length))
        {
            found.AddRange(node.Open);
            found.AddRange(node.Closed);
            return;
        }

        if (node.Children.TryGetValue(line[level].Hash, out var child))
        {
            Candidates(child, level + 1, line, found);
        }

        if (node.Wild is { } wild)
        {
            Candidates(wild, level + 1, line, found);
        }
    }

    private void Overlapping(Node node, int level, ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        if (level == Depth(tokens.Length))
        {
            Add(node.Open, tokens, found);
            Add(node.Closed, tokens, found);
            return;
        }

        if (tokens[level].Kind == TokenKind.Literal)
        {
            if (node.Children.TryGetValue(tokens[level].Hash, out var child))
            {
                Overlapping(child, level + 1, tokens, found);
            }
        }
        else
        {
            foreach (var child in node.Children.Values)
            {
                Overlapping(child, level + 1, tokens, found);
            }
        }

        if (node.Wild is { } wild)
        {
            Overlapping(wild, level + 1, tokens, found);
        }
    }

    private static void Add(List<Pattern> patterns, ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Overlaps(tokens))
            {
                found.Add(pattern);
            }
        }
    }

    // True where nothing is left of the node: its branch is free for another word.
    private bool Remove(Node node, int level, Pattern pattern)
    {
        if (level == Depth(pattern.Tokens.Length))
        {
            (pattern.IsOpen ? node.Open : node.Closed).Remove(pattern);
        }
        else if ((pattern.Edges & (1 << level)) != 0)
        {
            var hash = pattern.Tokens[level].Hash;
            if (Remove(node.Children[hash], level + 1, pattern))
            {
                node.Children.Remove(hash);
            }
        }
        else if (Remove(node.Wild!, level + 1, pattern))
        {
            node.Wild = null;
        }

        return node.IsEmpty;
    }

    private sealed class Node
    {
        public Dictionary<ulong, Node> Children { get; } = [];

        public Node? Wild { get; set; }

        public List<Pattern> Open { get; } = [];

        public List<Pattern> Closed { get; } = [];

        public bool IsEmpty => Children.Count == 0 && Wild is null && Open.Count == 0 && Closed.Count == 0;
    }
}
