namespace LogGuard.Parsing;

/// <summary>
/// Drain's tree of fixed depth (He et al., ICWS 2017): by the number of tokens first, then by the leading tokens. A token
/// that varies, or finds no room, takes the wildcard branch.
/// </summary>
/// <remarks>
/// Unlike in the paper, a look-up follows both branches, that of the word and the wildcard. The result does not depend on the
/// order of the words, and a pattern may become general in its first token. Patterns without a general token are found by one
/// hash. Not thread-safe: the miner's lock guards it.
/// </remarks>
internal sealed class PatternTree(int leadingTokens, int childLimit, int maxTokens)
{
    private readonly Dictionary<ulong, Pattern> _closed = [];
    private readonly Node?[] _roots = new Node?[maxTokens + 1];
    private readonly PatternBag?[] _openByCount = new PatternBag?[maxTokens + 1];
    private readonly PatternHalves _halves = new();

    /// <summary>Counts the words of the patterns.</summary>
    public PatternPlaces Places { get; } = new();

    /// <summary>The values that the patterns have taught.</summary>
    public LearntValues Learnt { get; } = new();

    /// <summary>Finds patterns that differ in a name inside a word.</summary>
    public GluedNames Names { get; } = new();

    /// <summary>Finds forms of JSON objects.</summary>
    public ObjectForms Objects { get; } = new();

    /// <summary>Finds patterns of free text.</summary>
    public FreeText FreeText => field ??= new FreeText(this, maxTokens);

    /// <summary>Collects at least the patterns that may differ from a literal one in a single place.</summary>
    public void Neighbours(Pattern pattern, List<Pattern> found)
    {
        _openByCount[pattern.Tokens.Length]?.AddDifferingOnce(pattern.Tokens, found);
        _halves.AddDifferingOnce(pattern, found);
    }

    /// <summary>The pattern of the lowest layer that a line fits; null without one.</summary>
    public Pattern? Find(ReadOnlySpan<LineToken> line)
    {
        var hash = TokenHash.Seed;
        for (var i = 0; i < line.Length; i++)
        {
            hash = TokenHash.Combine(hash, line[i].Hash);
        }

        // A pattern without a general token was made when no other fitted, so all others that fit by now are of higher
        // layers.
        if (_closed.TryGetValue(hash, out var pattern) && pattern.Tokens.Length == line.Length && pattern.Covers(line))
        {
            return pattern;
        }

        return _roots[line.Length] is { } root ? FindOpen(root, 0, line) : null;
    }

    /// <summary>Collects the patterns that begin like a line and may be similar to it, some twice.</summary>
    /// <param name="tokens">The line as literal tokens.</param>
    /// <param name="line">The line.</param>
    /// <param name="threshold">The least share of equal words.</param>
    /// <param name="found">Receives them.</param>
    public void Candidates(PatternToken[] tokens, ReadOnlySpan<LineToken> line, double threshold, List<Pattern> found)
    {
        if (_roots[line.Length] is { } root)
        {
            Candidates(root, 0, tokens, line, threshold, found);
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

    /// <summary>Whether a pattern that stays has the form that others are merged into.</summary>
    public bool HasClosed(PatternMerge merge) =>
        _closed.TryGetValue(new Pattern(merge.Tokens, merge.Patterns[0].Owner, 0).Hash, out var pattern) && !merge.Patterns.Contains(pattern);

    public void Add(Pattern pattern)
    {
        var length = pattern.Tokens.Length;
        var node = _roots[length] ??= new Node();
        var isLoaded = pattern.Edges >= 0;
        var edges = 0;
        for (var level = 0; level < Depth(length); level++)
        {
            var token = pattern.Tokens[level];
            var edge = EdgeOf(token.Hash, token.KeyHash, token.Traits);
            var mayBranch = isLoaded ? (pattern.Edges & (1 << level)) != 0 : edge != 0;
            Node? child = null;
            if (mayBranch && (child = node.ChildOf(edge)) is null && (isLoaded || node.ChildCount < childLimit))
            {
                child = node.AddChild(edge);
            }

            edges |= child is null ? 0 : 1 << level;
            node = child ?? (node.Wild ??= new Node());
        }

        pattern.Edges = edges;
        Places.Count(pattern, 1);
        FreeText.Count(pattern, 1);
        Learnt.Change(pattern, isAdded: true);
        Objects.Change(pattern, isAdded: true);
        Names.Change(pattern, isAdded: true);
        if (pattern.IsOpen)
        {
            (node.Open ??= new PatternBag(length)).Add(pattern);
            (_openByCount[length] ??= new PatternBag(length)).Add(pattern);
            return;
        }

        (node.Closed ??= new PatternBag(length)).Add(pattern);
        _closed[pattern.Hash] = pattern;
        _halves.Add(pattern);
    }

    public void Remove(Pattern pattern)
    {
        var length = pattern.Tokens.Length;
        Places.Count(pattern, -1);
        FreeText.Count(pattern, -1);
        Learnt.Change(pattern, isAdded: false);
        Objects.Change(pattern, isAdded: false);
        Names.Change(pattern, isAdded: false);
        if (Remove(_roots[length]!, 0, pattern))
        {
            _roots[length] = null;
        }

        if (pattern.IsOpen)
        {
            _openByCount[length]!.Remove(pattern);
            return;
        }

        _closed.Remove(pattern.Hash);
        _halves.Remove(pattern);
    }

    private int Depth(int length) => Math.Min(leadingTokens, length);

    private static ulong EdgeOf(in LineToken token) => EdgeOf(token.Hash, token.KeyHash, token.Traits);

    // The branch of a token: its name if it has one, otherwise its word; 0 if it varies.
    private static ulong EdgeOf(ulong hash, ulong keyHash, TokenTraits traits) =>
        keyHash != 0 ? keyHash : (traits & TokenTraits.Variable) != 0 || hash == PatternToken.AnyHash ? 0 : hash;

    private Pattern? FindOpen(Node node, int level, ReadOnlySpan<LineToken> line)
    {
        if (level == Depth(line.Length))
        {
            return node.Open?.Find(line);
        }

        Pattern? found = null;
        if (EdgeOf(line[level]) is not 0 and var edge && node.ChildOf(edge) is { } child)
        {
            found = FindOpen(child, level + 1, line);
        }

        if (found is not { Layer: 0 } && node.Wild is { } wild && FindOpen(wild, level + 1, line) is { } other)
        {
            found = found is null || other.Layer < found.Layer ? other : found;
        }

        return found;
    }

    private void Candidates(Node node, int level, PatternToken[] tokens, ReadOnlySpan<LineToken> line, double threshold, List<Pattern> found)
    {
        if (level == Depth(line.Length))
        {
            node.Open?.AddSimilar(tokens, threshold, found);
            node.Closed?.AddSimilar(tokens, threshold, found);
            return;
        }

        if (node.ChildOf(EdgeOf(line[level])) is { } child)
        {
            Candidates(child, level + 1, tokens, line, threshold, found);
        }

        if (node.Wild is { } wild)
        {
            Candidates(wild, level + 1, tokens, line, threshold, found);
        }
    }

    private void Overlapping(Node node, int level, ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        if (level == Depth(tokens.Length))
        {
            node.Open?.AddOverlapping(tokens, found);
            node.Closed?.AddOverlapping(tokens, found);
            return;
        }

        ref readonly var token = ref tokens[level];
        if (token.Kind == TokenKind.Any)
        {
            foreach (var child in node.Children)
            {
                Overlapping(child, level + 1, tokens, found);
            }
        }
        else if (node.ChildOf(EdgeOf(token.Hash, token.KeyHash, token.Traits)) is { } child)
        {
            Overlapping(child, level + 1, tokens, found);
        }

        if (node.Wild is { } wild)
        {
            Overlapping(wild, level + 1, tokens, found);
        }
    }

    // True if the node is empty: its branch becomes free for another word.
    private bool Remove(Node node, int level, Pattern pattern)
    {
        if (level == Depth(pattern.Tokens.Length))
        {
            (pattern.IsOpen ? node.Open : node.Closed)?.Remove(pattern);
        }
        else if ((pattern.Edges & (1 << level)) != 0)
        {
            var token = pattern.Tokens[level];
            var edge = EdgeOf(token.Hash, token.KeyHash, token.Traits);
            if (Remove(node.ChildOf(edge)!, level + 1, pattern))
            {
                node.RemoveChild(edge);
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
        // A line of words that no other has makes nodes with a single child.
        private Dictionary<ulong, Node>? _children;

        public int ChildCount => _children?.Count ?? 0;

        public IReadOnlyCollection<Node> Children => _children is null ? [] : _children.Values;

        public Node? Wild { get; set; }

        public PatternBag? Open { get; set; }

        public PatternBag? Closed { get; set; }

        public bool IsEmpty => ChildCount == 0 && Wild is null && Open is not { Count: > 0 } && Closed is not { Count: > 0 };

        public Node? ChildOf(ulong edge) => _children?.GetValueOrDefault(edge);

        public Node AddChild(ulong edge) => (_children ??= [])[edge] = new Node();

        public void RemoveChild(ulong edge) => _children!.Remove(edge);
    }
}
