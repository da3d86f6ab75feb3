namespace LogGuard.Parsing;

/// <summary>
/// Finds the patterns of one length that may fit, by the token at a place: of all places, the one is taken that leaves the fewest.
/// Without it, a line takes time in proportion to the number of templates of its shape.
/// </summary>
/// <remarks>
/// Each query adds a superset of the patterns asked for; the caller compares them. The index holds the first places of a pattern
/// only, so that long lines do not take more memory than their texts.
/// </remarks>
internal sealed class PatternIndex
{
    // Lines that differ at all mostly do so in their first two dozen words.
    private const int PlaceLimit = 24;

    private readonly PatternBuckets _byWord = new();
    private readonly PatternBuckets _byName = new();

    // By place: patterns whose token there is not literal, and those whose token is not a literal word.
    private readonly PatternSet[] _general;
    private readonly PatternSet[] _loose;

    /// <param name="length">Number of tokens of the patterns.</param>
    public PatternIndex(int length)
    {
        _general = new PatternSet[Math.Min(length, PlaceLimit)];
        _loose = new PatternSet[_general.Length];
        for (var place = 0; place < _general.Length; place++)
        {
            (_general[place], _loose[place]) = (new PatternSet(), new PatternSet());
        }
    }

    public void Add(Pattern pattern)
    {
        for (var place = 0; place < _general.Length; place++)
        {
            ref readonly var token = ref pattern.Tokens[place];
            if (token.Kind == TokenKind.Literal)
            {
                _byWord.Add(At(place, token.Hash), pattern);
            }
            else
            {
                _general[place].Add(pattern);
            }

            if (token.KeyHash != 0)
            {
                _byName.Add(At(place, token.KeyHash), pattern);
            }

            if (!token.IsWord)
            {
                _loose[place].Add(pattern);
            }
        }
    }

    public void Remove(Pattern pattern)
    {
        for (var place = 0; place < _general.Length; place++)
        {
            ref readonly var token = ref pattern.Tokens[place];
            if (token.Kind == TokenKind.Literal)
            {
                _byWord.Remove(At(place, token.Hash), pattern);
            }
            else
            {
                _general[place].Remove(pattern);
            }

            if (token.KeyHash != 0)
            {
                _byName.Remove(At(place, token.KeyHash), pattern);
            }

            if (!token.IsWord)
            {
                _loose[place].Remove(pattern);
            }
        }
    }

    /// <summary>The place that leaves the fewest patterns which a line may fit.</summary>
    public int PlaceToCover(ReadOnlySpan<LineToken> line)
    {
        var (best, fewest) = (0, int.MaxValue);
        for (var place = 0; place < _general.Length; place++)
        {
            var count = _general[place].Count + _byWord.CountOf(At(place, line[place].Hash));
            if (count < fewest)
            {
                (best, fewest) = (place, count);
            }
        }

        return best;
    }

    /// <summary>The patterns that are literal with this hash at a place.</summary>
    public ReadOnlySpan<Pattern> Literal(int place, ulong hash) => _byWord.Of(At(place, hash));

    /// <summary>The patterns that are general at a place.</summary>
    public ReadOnlySpan<Pattern> General(int place) => _general[place].Items;

    /// <summary>Adds the patterns that may share a line with these tokens.</summary>
    /// <returns>False if nothing limits them: all may.</returns>
    public bool Overlapping(ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        var (best, fewest) = (-1, int.MaxValue);
        for (var place = 0; place < _general.Length; place++)
        {
            if (CountAt(place, tokens[place]) is >= 0 and var count && count < fewest)
            {
                (best, fewest) = (place, count);
            }
        }

        if (best < 0)
        {
            return false;
        }

        AddAt(best, tokens[best], found);
        return true;
    }

    /// <summary>Adds the patterns that may differ from a literal one in a single place.</summary>
    /// <returns>False if too few places are known: all may.</returns>
    public bool DifferingOnce(ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        // One of two places is the same, whichever the single place is.
        var (best, next) = (-1, -1);
        var (fewest, second) = (int.MaxValue, int.MaxValue);
        for (var place = 0; place < _general.Length; place++)
        {
            if (CountAt(place, tokens[place]) is not (>= 0 and var count))
            {
                continue;
            }

            if (count < fewest)
            {
                (best, next, fewest, second) = (place, best, count, fewest);
            }
            else if (count < second)
            {
                (next, second) = (place, count);
            }
        }

        if (next < 0)
        {
            return false;
        }

        AddAt(best, tokens[best], found);
        AddAt(next, tokens[next], found);
        return true;
    }

    /// <summary>Adds the patterns that may be similar to a line, some twice.</summary>
    /// <param name="line">The line as literal tokens.</param>
    /// <param name="threshold">The least share of equal words.</param>
    /// <param name="found">Receives them.</param>
    /// <returns>False if nothing limits them: all may.</returns>
    public bool Similar(ReadOnlySpan<PatternToken> line, double threshold, List<Pattern> found)
    {
        // Two different words are never similar: at the place of a word, a pattern has this word or none.
        var (best, fewest) = (-1, int.MaxValue);
        Span<(int Count, int Place)> named = stackalloc (int, int)[PlaceLimit];
        var namedCount = 0;
        var evidence = 0;
        var known = 0;
        for (var place = 0; place < line.Length; place++)
        {
            ref readonly var token = ref line[place];
            evidence += token.IsEvidence ? 1 : 0;
            var isKnown = token.IsEvidence || token.KeyHash != 0;
            known += isKnown ? 1 : 0;
            if (place >= _general.Length)
            {
                continue;
            }

            var same = _byWord.CountOf(At(place, token.Hash)) + (token.KeyHash == 0 ? 0 : _byName.CountOf(At(place, token.KeyHash)));
            if (isKnown)
            {
                named[namedCount++] = (same, place);
            }

            if (token.IsWord && same + _loose[place].Count < fewest)
            {
                (best, fewest) = (place, same + _loose[place].Count);
            }
        }

        // Enough words must be equal. A pattern that has none of these many has too few left.
        var least = threshold * evidence;
        var needed = least > 0 ? (int)Math.Floor(known - least + 1e-9) + 1 : int.MaxValue;
        if (needed <= namedCount)
        {
            var rarest = named[..namedCount];
            rarest.Sort();
            var count = 0;
            foreach (var (same, _) in rarest[..needed])
            {
                count += same;
            }

            if (count < fewest)
            {
                foreach (var (_, place) in rarest[..needed])
                {
                    AddSame(place, line[place], found);
                }

                return true;
            }
        }

        if (best < 0)
        {
            return false;
        }

        AddSame(best, line[best], found);
        found.AddRange(_loose[best].Items);
        return true;
    }

    private void AddSame(int place, in PatternToken token, List<Pattern> found)
    {
        found.AddRange(_byWord.Of(At(place, token.Hash)));
        if (token.KeyHash != 0)
        {
            found.AddRange(_byName.Of(At(place, token.KeyHash)));
        }
    }

    // Number of patterns that overlap a token at a place; -1 if all do.
    private int CountAt(int place, in PatternToken token) => token.Kind switch
    {
        TokenKind.Literal => _general[place].Count + _byWord.CountOf(At(place, token.Hash)),
        TokenKind.Key => _general[place].Count + _byName.CountOf(At(place, token.KeyHash)),
        _ => -1,
    };

    private void AddAt(int place, in PatternToken token, List<Pattern> found)
    {
        found.AddRange(_general[place].Items);
        found.AddRange(token.Kind == TokenKind.Literal ? _byWord.Of(At(place, token.Hash)) : _byName.Of(At(place, token.KeyHash)));
    }

    private static ulong At(int place, ulong hash) => TokenHash.Combine((ulong)place + 1, hash);
}
