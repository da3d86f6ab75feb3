namespace LogGuard.Parsing;

/// <summary>The names of a pattern that is one JSON object, and the values that say what happened.</summary>
internal sealed class ObjectText
{
    // A message has several words; the word of an event may come with several sets of names that are events of their own.
    private readonly bool _hasMessage;

    // More names are data, and each is compared with those before it.
    private const int MostNames = 128;

    // A bit for each name, by its hash.
    private readonly ulong _nameBits;

    private ObjectText(ulong identity, bool hasMessage, List<string> names, List<int> variableCounts)
    {
        foreach (var name in names)
        {
            _nameBits |= 1UL << (int)(TokenHash.Of(name) >> 58);
        }

        Identity = identity;
        _hasMessage = hasMessage;
        Names = names;
        VariableCounts = variableCounts;
        VariableTotal = variableCounts.Sum();
    }

    /// <summary>Hash of the names that say what happened and their values, in the order of the names.</summary>
    public ulong Identity { get; }

    public List<string> Names { get; }

    /// <summary>Number of variables in the value of each name.</summary>
    public List<int> VariableCounts { get; }

    /// <summary>Number of its variables.</summary>
    public int VariableTotal { get; }

    /// <summary>Reads a pattern; null if it is no JSON object, or if none of its names says what happened.</summary>
    public static ObjectText? Of(PatternToken[] tokens)
    {
        if (tokens.Length == 0 || (tokens[0].Traits & TokenTraits.First) == 0 || tokens[0].Text.Span is not ['{', ..] || tokens[^1].Text.Span is not [.., '}']
            || !Array.TrueForAll(tokens, token => token.Kind == TokenKind.Literal && token.Text.Span.Length < PatternText.MaxTokenText))
        {
            return null;
        }

        ReadOnlySpan<char> text = string.Join(' ', tokens.Select(token => token.Text.ToString()));
        var names = new List<string>();
        var counts = new List<int>();
        var decisions = new List<(string Name, string Value)>();
        var steps = StructureText.StepsFor(text.Length);
        var at = 1;
        do
        {
            at = Skip(text, at);
            if (at >= text.Length || text[at] != '"' || CloseOfQuote(text, at) is not (> 0 and var close))
            {
                return null;
            }

            var name = text[(at + 1)..close].ToString();
            at = Skip(text, close + 1);
            if (at >= text.Length || text[at] != ':')
            {
                return null;
            }

            at = Skip(text, at + 1);
            var end = EndOfValue(text, at, ref steps);
            if (end <= at || end > text.Length || names.Count == MostNames || names.Contains(name))
            {
                return null;
            }

            var value = text[at..end];
            names.Add(name);
            counts.Add(value.Count(VariableScanner.Marker));
            if (EventNames.Decides(name))
            {
                decisions.Add((name, value.ToString()));
            }

            at = Skip(text, end);
        }
        while (at < text.Length && text[at++] == ',');

        return text[at - 1] != '}' || at != text.Length || decisions.TrueForAll(decision => EventNames.IsLevel(decision.Name))
            ? null
            : new ObjectText(IdentityOf(decisions), decisions.Exists(decision => decision.Value.Contains(' ')), names, counts);
    }

    /// <summary>Whether an object with the same identity may come from the same statement.</summary>
    /// <param name="other">The object.</param>
    /// <param name="isSettled">Whether no name may be added.</param>
    public bool MayBe(ObjectText other, bool isSettled)
    {
        return (!isSettled && _hasMessage) || IsPartOf(other) || (!isSettled && other.IsPartOf(this));
    }

    // The bits say no for most objects, in less time than a comparison of names takes.
    private bool IsPartOf(ObjectText other) => (_nameBits & ~other._nameBits) == 0 && Names.TrueForAll(other.Names.Contains);

    /// <summary>The place of each variable among those of another form; -1 for none.</summary>
    public int[] PlacesIn(ObjectText other)
    {
        var starts = new Dictionary<string, (int Start, int Count)>(StringComparer.Ordinal);
        var next = 0;
        for (var i = 0; i < other.Names.Count; i++)
        {
            starts.Add(other.Names[i], (next, other.VariableCounts[i]));
            next += other.VariableCounts[i];
        }

        var places = new List<int>();
        for (var i = 0; i < Names.Count; i++)
        {
            var (start, count) = starts.GetValueOrDefault(Names[i]);
            for (var variable = 0; variable < VariableCounts[i]; variable++)
            {
                places.Add(variable < count ? start + variable : -1);
            }
        }

        return [.. places];
    }

    private static ulong IdentityOf(List<(string Name, string Value)> decisions)
    {
        decisions.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        var hash = TokenHash.Seed;
        foreach (var (name, value) in decisions)
        {
            hash = TokenHash.Combine(TokenHash.Combine(hash, TokenHash.Of(name)), TokenHash.Of(value));
        }

        return hash;
    }

    private static int Skip(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return at;
    }

    private static int CloseOfQuote(ReadOnlySpan<char> text, int open)
    {
        for (var at = open + 1; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == '"')
            {
                return at;
            }
        }

        return -1;
    }

    private static int EndOfValue(ReadOnlySpan<char> text, int start, ref int steps) => start >= text.Length ? -1 : text[start] switch
    {
        '"' => CloseOfQuote(text, start) + 1,
        '{' or '[' => StructureText.CloseOfBracket(text, start, ref steps) + 1,
        _ => text[start..].IndexOfAny(',', '}', ' ') is >= 0 and var length ? start + length : -1,
    };
}
