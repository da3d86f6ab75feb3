namespace LogGuard.Parsing;

/// <summary>The patterns of one length in a place of the tree, with an index if there are many.</summary>
/// <param name="length">Number of tokens of the patterns.</param>
internal sealed class PatternBag(int length)
{
    // Comparing this many takes about as long as asking the index.
    private const int IndexFrom = 48;

    /// <summary>
    /// Most patterns that a line is compared with. The index leaves far fewer in logs; a made-up log must not cost more than a tenth of a
    /// millisecond a line.
    /// </summary>
    public const int CompareLimit = 1_024;

    private readonly PatternSet _all = new();
    private PatternIndex? _index;

    public int Count => _all.Count;

    /// <summary>Number of places that the index keeps up to date; 0 without one.</summary>
    internal int IndexedPlaceCount => _index?.PlaceCount ?? 0;

    public void Add(Pattern pattern)
    {
        _all.Add(pattern);
        if (_index is not null)
        {
            _index.Add(pattern);
        }
        else if (_all.Count == IndexFrom)
        {
            _index = new PatternIndex(length, _all);
        }
    }

    public void Remove(Pattern pattern)
    {
        _all.Remove(pattern);
        _index?.Remove(pattern);
        if (_all.Count < IndexFrom / 2)
        {
            _index = null;
        }
    }

    /// <summary>The pattern of the lowest layer that a line fits; null without one.</summary>
    public Pattern? Find(ReadOnlySpan<LineToken> line)
    {
        if (_index is null)
        {
            return Find(_all.Items, line, null);
        }

        var place = _index.PlaceToCover(line);
        return Find(place.General.Items, line, Find(place.Of(line[place.Number].Hash), line, null));
    }

    /// <summary>Adds the patterns that may be similar to a line, some twice.</summary>
    public void AddSimilar(ReadOnlySpan<PatternToken> line, double threshold, List<Pattern> found)
    {
        var start = found.Count;
        if (_index is null || !_index.Similar(line, threshold, found))
        {
            found.AddRange(_all.Items[..Math.Min(_all.Count, CompareLimit)]);
        }

        Cut(found, start);
    }

    /// <summary>Adds the patterns that share a line with these tokens.</summary>
    public void AddOverlapping(ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        var start = found.Count;
        if (_index is null || !_index.Overlapping(tokens, found))
        {
            found.AddRange(_all.Items);
        }

        var kept = start;
        for (var i = start; i < found.Count; i++)
        {
            if (found[i].Overlaps(tokens))
            {
                found[kept++] = found[i];
            }
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    /// <summary>Adds the patterns that may differ from a literal one in a single place, some twice.</summary>
    public void AddDifferingOnce(ReadOnlySpan<PatternToken> tokens, List<Pattern> found)
    {
        var start = found.Count;
        if (_index is null || !_index.DifferingOnce(tokens, found))
        {
            found.AddRange(_all.Items[..Math.Min(_all.Count, CompareLimit)]);
        }

        Cut(found, start);
    }

    private static void Cut(List<Pattern> found, int start)
    {
        if (found.Count > start + CompareLimit)
        {
            found.RemoveRange(start + CompareLimit, found.Count - start - CompareLimit);
        }
    }

    private static Pattern? Find(ReadOnlySpan<Pattern> patterns, ReadOnlySpan<LineToken> line, Pattern? best)
    {
        if (best is { Layer: 0 })
        {
            return best;
        }

        foreach (var pattern in patterns)
        {
            if (pattern.Covers(line) && (best is null || pattern.Layer < best.Layer))
            {
                best = pattern;
                if (best.Layer == 0)
                {
                    break;
                }
            }
        }

        return best;
    }
}
