namespace LogGuard.Parsing;

/// <summary>
/// Finds the patterns of one length that may fit, by the token at a place: of all indexed places, the one is taken that leaves the
/// fewest. Without it, a line takes time in proportion to the number of templates of its shape.
/// </summary>
/// <remarks>
/// Each query adds a superset of the patterns asked for; the caller compares them. A place is indexed once a query needs it: a pattern
/// takes memory and time for these places only, and lines that differ mostly do so in each of several places.
/// </remarks>
/// <param name="length">Number of tokens of the patterns.</param>
/// <param name="all">All patterns.</param>
internal sealed class PatternIndex(int length, PatternSet all)
{
    private const int PlaceLimit = PatternPlaces.PlaceLimit;

    // Comparing this many takes less time than keeping another place up to date.
    private const int FewPatterns = 16;

    // Patterns that are asked which place tells them apart best.
    private const int SampleCount = 64;

    private readonly PatternPlace?[] _places = new PatternPlace?[Math.Min(length, PlaceLimit)];
    private PatternPlace[] _indexed = [];

    /// <summary>Number of indexed places.</summary>
    public int PlaceCount => _indexed.Length;

    public void Add(Pattern pattern) => Change(pattern, isAdded: true);

    public void Remove(Pattern pattern) => Change(pattern, isAdded: false);

    /// <summary>The place that leaves the fewest patterns which a line may fit.</summary>
    public PatternPlace PlaceToCover(ReadOnlySpan<LineToken> line)
    {
        while (true)
        {
            PatternPlace? best = null;
            var fewest = int.MaxValue;
            foreach (var place in _indexed)
            {
                var count = place.General.Count + place.CountOf(line[place.Number].Hash);
                if (count < fewest)
                {
                    (best, fewest) = (place, count);
                }
            }

            if (fewest <= FewPatterns || !TryIndexNext())
            {
                return best!;
            }
        }
    }

    /// <summary>Adds the patterns that may share a line with these tokens.</summary>
    /// <returns>False if nothing limits them: all may.</returns>
    public bool Overlapping(ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        while (true)
        {
            PatternPlace? best = null;
            var fewest = int.MaxValue;
            foreach (var place in _indexed)
            {
                if (place.CountOverlapping(tokens[place.Number]) is >= 0 and var count && count < fewest)
                {
                    (best, fewest) = (place, count);
                }
            }

            if (fewest > FewPatterns && TryIndexNext())
            {
                continue;
            }

            best?.AddOverlapping(tokens[best.Number], found);
            return best is not null;
        }
    }

    /// <summary>Adds the patterns that may differ from a literal one in a single place.</summary>
    /// <returns>False if too few places are known: all may.</returns>
    public bool DifferingOnce(ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        while (true)
        {
            // One of two places is the same, whichever the single place is.
            var (best, next) = ((PatternPlace?)null, (PatternPlace?)null);
            var (fewest, second) = (int.MaxValue, int.MaxValue);
            foreach (var place in _indexed)
            {
                if (place.CountOverlapping(tokens[place.Number]) is not (>= 0 and var count))
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

            if ((next is null || fewest + second > FewPatterns) && TryIndexNext())
            {
                continue;
            }

            if (next is null)
            {
                return false;
            }

            best!.AddOverlapping(tokens[best.Number], found);
            next.AddOverlapping(tokens[next.Number], found);
            return true;
        }
    }

    /// <summary>Adds the patterns that may be similar to a line, some twice.</summary>
    /// <param name="line">The line as literal tokens.</param>
    /// <param name="threshold">The least share of equal words.</param>
    /// <param name="found">Receives them.</param>
    /// <returns>False if nothing limits them: all may.</returns>
    public bool Similar(ReadOnlySpan<PatternToken> line, double threshold, List<Pattern> found)
    {
        var (evidence, known) = (0, 0);
        foreach (ref readonly var token in line)
        {
            evidence += token.IsEvidence ? 1 : 0;
            known += IsKnown(token) ? 1 : 0;
        }

        // Enough words must be equal. A pattern that has none of these many has too few left.
        var least = threshold * evidence;
        var needed = least > 0 ? (int)Math.Floor(known - least + 1e-9) + 1 : int.MaxValue;
        Span<(int Count, int Place)> named = stackalloc (int, int)[PlaceLimit];
        while (true)
        {
            PatternPlace? best = null;
            var fewest = int.MaxValue;
            var namedCount = 0;
            foreach (var place in _indexed)
            {
                ref readonly var token = ref line[place.Number];
                if (IsKnown(token))
                {
                    named[namedCount++] = (place.CountSame(token), place.Number);
                }

                if (token.IsWord && place.CountBeside(token) is var beside && beside < fewest)
                {
                    (best, fewest) = (place, beside);
                }
            }

            var rarest = named[..0];
            var count = int.MaxValue;
            if (needed <= namedCount && fewest > FewPatterns)
            {
                named[..namedCount].Sort();
                rarest = named[..needed];
                count = 0;
                foreach (var (same, _) in rarest)
                {
                    count += same;
                }
            }

            if (Math.Min(count, fewest) > FewPatterns && TryIndexNext())
            {
                continue;
            }

            if (count < fewest)
            {
                foreach (var (_, place) in rarest)
                {
                    _places[place]!.AddSame(line[place], found);
                }

                return true;
            }

            if (best is null)
            {
                return false;
            }

            best.AddBeside(line[best.Number], found);
            return true;
        }
    }

    private static bool IsKnown(in PatternToken token) => token.IsEvidence || token.KeyHash != 0;

    private void Change(Pattern pattern, bool isAdded)
    {
        foreach (var place in _indexed)
        {
            place.Change(pattern, isAdded);
        }
    }

    // Indexes the place that tells the patterns apart best; false if all places are indexed.
    private bool TryIndexNext()
    {
        if (_indexed.Length == _places.Length)
        {
            return false;
        }

        var (best, most) = (-1, 0);
        var seen = new HashSet<ulong>();
        for (var number = 0; number < _places.Length; number++)
        {
            if (_places[number] is not null)
            {
                continue;
            }

            seen.Clear();
            for (var i = 0; i < SampleCount; i++)
            {
                seen.Add(all.Items[(int)((long)i * all.Count / SampleCount)].Tokens[number].Hash);
            }

            if (seen.Count > most)
            {
                (best, most) = (number, seen.Count);
            }
        }

        var place = new PatternPlace(best);
        foreach (var pattern in all.Items)
        {
            place.Change(pattern, isAdded: true);
        }

        _places[best] = place;
        _indexed = [.. _indexed, place];
        return true;
    }
}
