namespace LogGuard.Parsing;

/// <summary>Decides which pattern is generalized for a new line, and which patterns are the same event.</summary>
internal sealed class PatternMatcher(PatternTree tree, double threshold)
{
    // Patterns that differ in one place only: this many different words there are the values of a variable instead of
    // different events. Chosen on the eight loghub sets in samples/data: with 4, states of a machine become one event; from 8
    // on, users do not.
    private const int SiblingCount = 5;

    // A generalized pattern takes in all patterns that it overlaps. After this many rounds it is rejected.
    private const int ReachRounds = 8;

    // Merges of this many patterns look them up in a list.
    private const int FewPatterns = 32;

    private readonly List<Pattern> _found = [];
    private readonly VariableWords _words = new(tree);

    /// <summary>The most similar pattern for a line, if it is similar enough.</summary>
    public PatternMerge? FindJoin(PatternToken[] line, ReadOnlySpan<LineToken> tokens, bool respectSettled, bool mayMerge)
    {
        _found.Clear();
        tree.Candidates(line, tokens, threshold, _found);
        Pattern? best = null;
        var bestScore = -1.0;
        foreach (var pattern in _found)
        {
            if (IsFixed(pattern, respectSettled))
            {
                continue;
            }

            var score = Similarity(pattern.Tokens, line);
            if (score >= threshold && (score > bestScore || (score == bestScore && IsBefore(pattern, best!))))
            {
                best = pattern;
                bestScore = score;
            }
        }

        return best is null ? null : Reach([best], Join(best.Tokens, line), respectSettled, mayMerge);
    }

    // Decides between equally similar patterns, which come in no order.
    private static bool IsBefore(Pattern pattern, Pattern other) =>
        pattern.Owner.Id < other.Owner.Id
        || (pattern != other && pattern.Owner == other.Owner && pattern.Owner.Patterns.IndexOf(pattern) < pattern.Owner.Patterns.IndexOf(other));

    /// <summary>Patterns that differ from this one in the same single place, if there are enough.</summary>
    public PatternMerge? FindSiblings(Pattern pattern, bool respectSettled)
    {
        var tokens = pattern.Tokens;
        if (tokens.Length < 2)
        {
            return null;
        }

        _found.Clear();
        tree.Neighbours(pattern, _found);
        if (_found.Count < SiblingCount)
        {
            return null;
        }

        // A pattern that shares both halves would be this one.
        var byPlace = new Dictionary<int, List<Pattern>>();
        var seen = new HashSet<Pattern>();
        foreach (var other in _found)
        {
            if (other != pattern && !IsFixed(other, respectSettled) && seen.Add(other) && OnlyDifference(other.Tokens, tokens) is >= 0 and var place
                && !GluedNames.AreAlike(other.Tokens[place], tokens[place]))
            {
                if (!byPlace.TryGetValue(place, out var list))
                {
                    byPlace[place] = list = [pattern];
                }

                list.Add(other);
            }
        }

        var largest = byPlace.OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Key).FirstOrDefault();
        if (largest.Value is null || largest.Value.Count < SiblingCount)
        {
            return null;
        }

        return MergeAll(largest.Value, tokens, respectSettled);
    }

    /// <summary>Patterns of the same statement, whose words in several places or the first one are values, if there are enough.</summary>
    public PatternMerge? FindVariableWords(Pattern pattern, bool respectSettled) =>
        _words.Find(pattern, respectSettled) is { } same ? MergeAll(same, pattern.Tokens, respectSettled) : null;

    private PatternMerge? MergeAll(List<Pattern> patterns, PatternToken[] tokens, bool respectSettled)
    {
        var joined = tokens;
        foreach (var other in patterns)
        {
            joined = Join(other.Tokens, joined);
        }

        return Evidence(joined) == 0 ? null : Reach(patterns, joined, respectSettled, mayMerge: true);
    }

    /// <summary>Patterns with a name glued to other text, or with free text, if there are enough.</summary>
    public PatternMerge? FindLearntValues(Pattern pattern, bool respectSettled)
    {
        if (tree.Names.Find(pattern, tree.Learnt.HasNameRoom, other => IsFixed(other, respectSettled)) is var (patterns, tokens))
        {
            // A template of an earlier layer that has the same form keeps its lines.
            return Reach(patterns, tokens, respectSettled, mayMerge: true) is { } merge && !tree.HasClosed(merge) ? merge : null;
        }

        return tree.FreeText.Find(pattern, other => IsFixed(other, respectSettled)) is var (texts, general) ? new PatternMerge(texts, general) : null;
    }

    // The place in which two patterns differ; -1 if there is none or more than one.
    internal static int OnlyDifference(PatternToken[] one, PatternToken[] other)
    {
        var place = -1;
        for (var i = 0; i < one.Length; i++)
        {
            if (!one[i].Contains(other[i]) && !other[i].Contains(one[i]))
            {
                if (place >= 0)
                {
                    return -1;
                }

                place = i;
            }
        }

        // The first word identifies the event better than any word after it.
        return place == 0 && one[0].IsWord && other[0].IsWord ? -1 : place;
    }

    // The share of equal words. Variables do not count; a place that would become general counts as different.
    internal static double Similarity(PatternToken[] pattern, PatternToken[] line)
    {
        var same = 0;
        var all = 0;
        for (var i = 0; i < line.Length; i++)
        {
            ref readonly var mine = ref pattern[i];
            ref readonly var other = ref line[i];
            if (mine.Kind == TokenKind.Literal && mine.Hash == other.Hash)
            {
                same += other.IsEvidence ? 1 : 0;
                all += other.IsEvidence ? 1 : 0;
                continue;
            }

            all++;
            // Two different words, or names of values, are two events until there are too many of them.
            // The same is true of the text around a name. A list in brackets and a single value come from two statements, however many values there are.
            if ((mine.IsWord && other.IsWord) || ((mine.Traits | other.Traits) & TokenTraits.Glued) != 0 || (mine.KeyHash != 0 && other.KeyHash != 0 && mine.KeyHash != other.KeyHash)
                || (mine.IsValue && other.IsValue && mine.IsListInBrackets != other.IsListInBrackets))
            {
                return -1;
            }

            if (mine.KeyHash != 0 && mine.KeyHash == other.KeyHash)
            {
                same++;
            }
        }

        return all == 0 ? 0 : (double)same / all;
    }

    private static int Evidence(PatternToken[] tokens)
    {
        var count = 0;
        foreach (var token in tokens)
        {
            count += token.IsEvidence ? 1 : 0;
        }

        return count;
    }

    private static PatternToken[] Join(PatternToken[] one, PatternToken[] other)
    {
        var joined = new PatternToken[one.Length];
        for (var i = 0; i < joined.Length; i++)
        {
            joined[i] = one[i].Join(other[i]);
        }

        return joined;
    }

    // No two patterns of a layer may share a line, and none may take lines from a higher layer. The generalized pattern
    // therefore takes in every pattern that it overlaps, or is rejected.
    private PatternMerge? Reach(List<Pattern> patterns, PatternToken[] tokens, bool respectSettled, bool mayMerge)
    {
        var evidence = Evidence(tokens);

        // A list takes time in the square of the patterns that are merged; a set is slower for the few of most merges.
        var known = patterns.Count > FewPatterns ? new HashSet<Pattern>(patterns) : null;
        for (var round = 0; round < ReachRounds; round++)
        {
            _found.Clear();
            tree.Overlapping(tokens, _found);
            var isGrown = false;
            var layer = LayerOf(patterns);
            foreach (var pattern in _found)
            {
                if (pattern.Layer < layer || (known?.Contains(pattern) ?? patterns.Contains(pattern)))
                {
                    continue;
                }

                if (!mayMerge || IsFixed(pattern, respectSettled))
                {
                    return null;
                }

                patterns.Add(pattern);
                known ??= patterns.Count > FewPatterns ? [.. patterns] : null;
                known?.Add(pattern);
                tokens = Join(pattern.Tokens, tokens);
                isGrown = true;
            }

            if (!isGrown)
            {
                return new PatternMerge(patterns, tokens);
            }

            // Enough words must remain after that to identify the event.
            if (Evidence(tokens) * 2 < evidence)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The layer of a pattern that replaces others: their lowest.</summary>
    public static int LayerOf(List<Pattern> patterns)
    {
        var layer = int.MaxValue;
        foreach (var pattern in patterns)
        {
            layer = Math.Min(layer, pattern.Layer);
        }

        return layer;
    }

    /// <summary>Whether a pattern stays as it is.</summary>
    internal static bool IsFixed(Pattern pattern, bool respectSettled) =>
        pattern.Owner.IsFixed || pattern.Owner.Split is not null || (respectSettled && pattern.Owner.IsSettled);
}
