namespace LogGuard.Parsing;

/// <summary>
/// Finds literal patterns that differ from another in a single place: they share one half of their tokens with it. Among many that
/// share a half, they are found by the other half without one of its tokens.
/// </summary>
internal sealed class PatternHalves
{
    // Comparing this many takes about as long as asking for each place.
    private const int IndexFrom = 48;

    private readonly Dictionary<ulong, Group> _groups = [];

    public void Add(Pattern pattern)
    {
        for (var half = 0; half < 2; half++)
        {
            var hash = pattern.HashOfHalf(half);
            if (!_groups.TryGetValue(hash, out var group))
            {
                _groups[hash] = group = new Group();
            }

            group.Add(pattern, half);
        }
    }

    public void Remove(Pattern pattern)
    {
        for (var half = 0; half < 2; half++)
        {
            var hash = pattern.HashOfHalf(half);
            if (_groups.TryGetValue(hash, out var group))
            {
                group.Remove(pattern, half);
                if (group.All.Count == 0)
                {
                    _groups.Remove(hash);
                }
            }
        }
    }

    /// <summary>Adds at least the patterns that differ from this one in a single place.</summary>
    public void AddDifferingOnce(Pattern pattern, List<Pattern> found)
    {
        for (var half = 0; half < 2; half++)
        {
            if (_groups.TryGetValue(pattern.HashOfHalf(half), out var group))
            {
                group.AddDifferingOnce(pattern, half, found);
            }
        }
    }

    // Patterns that share a half.
    private sealed class Group
    {
        public readonly PatternSet All = new();
        private PatternBuckets? _byRest;

        public void Add(Pattern pattern, int half)
        {
            All.Add(pattern);
            if (_byRest is not null)
            {
                AddRests(pattern, half);
            }
            else if (All.Count == IndexFrom)
            {
                _byRest = new PatternBuckets();
                foreach (var own in All.Items)
                {
                    AddRests(own, half);
                }
            }
        }

        public void Remove(Pattern pattern, int half)
        {
            All.Remove(pattern);
            if (_byRest is null)
            {
                return;
            }

            var (start, end) = Other(pattern, half);
            for (var place = start; place < end; place++)
            {
                _byRest.Remove(Rest(pattern, start, end, place, IsFirstWord(pattern, place)), pattern);
            }
        }

        public void AddDifferingOnce(Pattern pattern, int half, List<Pattern> found)
        {
            var length = pattern.Tokens.Length;
            if (_byRest is null)
            {
                foreach (var other in All.Items)
                {
                    if (other.Tokens.Length == length)
                    {
                        found.Add(other);
                    }
                }

                return;
            }

            var (start, end) = Other(pattern, half);
            for (var place = start; place < end && found.Count < PatternBag.CompareLimit; place++)
            {
                // Two different first words are two events; see PatternMatcher.
                var isFirstWord = IsFirstWord(pattern, place);
                Add(_byRest.Of(Rest(pattern, start, end, place, isFirstWord: false)), length, found);
                if (place == 0 && !isFirstWord)
                {
                    Add(_byRest.Of(Rest(pattern, start, end, place, isFirstWord: true)), length, found);
                }
            }
        }

        private void AddRests(Pattern pattern, int half)
        {
            var (start, end) = Other(pattern, half);
            for (var place = start; place < end; place++)
            {
                _byRest!.Add(Rest(pattern, start, end, place, IsFirstWord(pattern, place)), pattern);
            }
        }

        private static void Add(ReadOnlySpan<Pattern> patterns, int length, List<Pattern> found)
        {
            foreach (var pattern in patterns[..Math.Min(patterns.Length, PatternBag.CompareLimit)])
            {
                if (pattern.Tokens.Length == length)
                {
                    found.Add(pattern);
                }
            }
        }

        private static bool IsFirstWord(Pattern pattern, int place) => place == 0 && pattern.Tokens[0].IsWord;

        // The places of the half that is not shared.
        private static (int Start, int End) Other(Pattern pattern, int half)
        {
            var length = pattern.Tokens.Length;
            return half == 0 ? (length / 2, length) : (0, length / 2);
        }

        private static ulong Rest(Pattern pattern, int start, int end, int place, bool isFirstWord)
        {
            var hash = TokenHash.Combine((ulong)place + 2, isFirstWord ? 1UL : 0);
            for (var i = start; i < end; i++)
            {
                hash = i == place ? hash : TokenHash.Combine(hash, pattern.Tokens[i].Hash);
            }

            return hash;
        }
    }
}
