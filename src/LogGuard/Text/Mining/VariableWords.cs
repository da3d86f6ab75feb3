namespace LogGuard.Parsing;

/// <summary>
/// Finds the patterns of one statement whose values are words: in the first place, or in several places side by side. The words of
/// the statement occur in many patterns, its values in few.
/// </summary>
internal sealed class VariableWords(PatternTree tree)
{
    // This many different first words before the same rest are values. Verbs of one thing are fewer ("order 7 placed", "paid", "sent");
    // of a single word behind them, they are more.
    private static readonly int[] LeastFirst = [0, 24, 12, 10];

    // This many different lines that share their other words, of which there are at least as many, have words for values in several places.
    private const int LeastSeveral = 16;

    // Different words in each of the places.
    private const int LeastWords = 8;

    // Events come again and again, values seldom: lines for each of the patterns on average, of those with few words in common.
    private const int MostLinesFirst = 50;
    private const int MostLinesSeveral = 4;

    private const int VariableLimit = 4;

    // Comparing fewer takes less than a twentieth of a millisecond.
    private const int ManyPatterns = 128;

    private readonly List<int> _same = [];
    private readonly List<int> _varying = [];

    /// <summary>The patterns that a new one is merged with; null for none.</summary>
    public List<Pattern>? Find(Pattern pattern, bool respectSettled)
    {
        var tokens = pattern.Tokens;
        if (tokens.Length < 2 || tokens.Length > PatternPlaces.PlaceLimit || !Divide(tokens, out var fewest))
        {
            return null;
        }

        var (least, mostLines) = _varying.Count > 1
            ? (LeastSeveral, MostLinesSeveral)
            : (LeastFirst[Math.Min(_same.Count, LeastFirst.Length - 1)], _same.Count >= LeastFirst.Length - 1 ? int.MaxValue : MostLinesFirst);
        if (!IsDue(fewest, least, pattern.Owner.Id))
        {
            return null;
        }

        var general = (PatternToken[])tokens.Clone();
        foreach (var place in _varying)
        {
            general[place] = PatternToken.Any;
        }

        var found = new List<Pattern>();
        tree.Overlapping(general, found);
        RemoveOthers(found, tokens, respectSettled);
        var owners = new HashSet<Template>();
        long lines = 0;
        foreach (var other in found)
        {
            lines += owners.Add(other.Owner) ? other.Owner.Count : 0;
        }

        if (found.Count < least || lines > (long)mostLines * found.Count)
        {
            return null;
        }

        foreach (var place in _varying)
        {
            var words = new HashSet<ulong>();
            foreach (var other in found)
            {
                // A place that is general already has had enough words.
                words.Add(other.Tokens[place].Hash);
            }

            if (words.Count < LeastWords && !words.Contains(PatternToken.AnyHash))
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>
    /// Whether a statement that was refused is looked at again. Looking at all patterns takes time in proportion to their number, so it is done
    /// when a quarter more have come.
    /// </summary>
    /// <param name="count">Number of the patterns.</param>
    /// <param name="least">The least number.</param>
    /// <param name="id">The id of the new pattern's template.</param>
    /// <remarks>
    /// In a full table the number stays the same, and each line would look at all patterns. So of many, one new pattern out of a quarter of
    /// their number does: a line looks at four patterns on average, or at 128. It depends on ids only, which a saved miner has too.
    /// </remarks>
    public static bool IsDue(int count, int least, int id)
    {
        if (count >= Math.Max(least, ManyPatterns))
        {
            return TokenHash.Combine(TokenHash.Seed, (ulong)id) % ((ulong)count / 4) == 0;
        }

        for (var due = least; due <= count; due += Math.Max(1, due / 4))
        {
            if (due == count)
            {
                return true;
            }
        }

        return false;
    }

    // Tells the words of the statement, which occur often, from the values, which do not.
    private bool Divide(PatternToken[] tokens, out int fewest)
    {
        _same.Clear();
        _varying.Clear();
        fewest = int.MaxValue;
        for (var place = 0; place < tokens.Length; place++)
        {
            if (!PatternPlaces.IsCounted(tokens[place]))
            {
                continue;
            }

            var count = tree.Places.Of(tokens, place);
            if (count < LeastFirst[^1])
            {
                // Only a part of such a word may be a name.
                if (GluedNames.MayHaveNameInside(tokens[place]))
                {
                    return false;
                }

                _varying.Add(place);
                continue;
            }

            _same.Add(place);
            fewest = Math.Min(fewest, count);
        }

        // A single place after the first one needs fewer words, see PatternMatcher.
        return _same.Count > 0
            && (_varying.Count == 1 ? _varying[0] == 0 && fewest >= LeastFirst[Math.Min(_same.Count, LeastFirst.Length - 1)]
                : _varying.Count is >= 2 and <= VariableLimit && _same.Count >= Math.Max(2, _varying.Count) && fewest >= LeastSeveral);
    }

    // Apart, because a lambda in the caller would allocate for each pattern that is refused at once.
    private void RemoveOthers(List<Pattern> found, PatternToken[] tokens, bool respectSettled) =>
        found.RemoveAll(other => PatternMatcher.IsFixed(other, respectSettled) || !Fits(other.Tokens, tokens));

    // Whether two patterns differ in the varying places only.
    private bool Fits(PatternToken[] other, PatternToken[] tokens)
    {
        for (var place = 0; place < tokens.Length; place++)
        {
            if (!other[place].Contains(tokens[place]) && !tokens[place].Contains(other[place]) && !_varying.Contains(place))
            {
                return false;
            }
        }

        return true;
    }
}
