using System.Runtime.InteropServices;

namespace LogGuard.Parsing;

/// <summary>
/// Finds literal patterns that differ from another in a single place: they share one half of their tokens with it. Among many that
/// share a half, they are found by the other half without one of its tokens.
/// </summary>
internal sealed class PatternHalves
{
    // Comparing this many takes about as long as asking for each place.
    private const int IndexFrom = 48;

    // By the hash of a half: its only pattern, or a group. Most halves have one pattern.
    private readonly Dictionary<ulong, object> _groups = [];

    public void Add(Pattern pattern)
    {
        for (var half = 0; half < 2; half++)
        {
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, pattern.HashOfHalf(half), out _);
            switch (group)
            {
                case null:
                    group = pattern;
                    break;
                case Pattern single:
                    var several = new Group();
                    several.Add(single, half);
                    several.Add(pattern, half);
                    group = several;
                    break;
                default:
                    ((Group)group).Add(pattern, half);
                    break;
            }
        }
    }

    public void Remove(Pattern pattern)
    {
        for (var half = 0; half < 2; half++)
        {
            var hash = pattern.HashOfHalf(half);
            if (!_groups.TryGetValue(hash, out var group))
            {
                continue;
            }

            if (group is Group several)
            {
                several.Remove(pattern, half);
            }

            if (group == pattern || group is Group { All.Count: 0 })
            {
                _groups.Remove(hash);
            }
        }
    }

    /// <summary>Adds at least the patterns that differ from this one in a single place.</summary>
    public void AddDifferingOnce(Pattern pattern, List<Pattern> found)
    {
        for (var half = 0; half < 2; half++)
        {
            if (!_groups.TryGetValue(pattern.HashOfHalf(half), out var group))
            {
                continue;
            }

            if (group is Group several)
            {
                several.AddDifferingOnce(pattern, half, found);
            }
            else if (group is Pattern single && single.Tokens.Length == pattern.Tokens.Length)
            {
                found.Add(single);
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
                ChangeRests(pattern, half, isAdded: true);
            }
            else if (All.Count == IndexFrom)
            {
                _byRest = new PatternBuckets();
                foreach (var own in All.Items)
                {
                    ChangeRests(own, half, isAdded: true);
                }
            }
        }

        public void Remove(Pattern pattern, int half)
        {
            All.Remove(pattern);
            if (_byRest is not null)
            {
                ChangeRests(pattern, half, isAdded: false);
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
            var sum = Sum(pattern, start, end);
            for (var place = start; place < end && found.Count < PatternBag.CompareLimit; place++)
            {
                // Two different first words are two events; see PatternMatcher.
                var isFirstWord = IsFirstWord(pattern, place);
                Add(_byRest.Of(Rest(pattern, sum, place, isFirstWord: false)), length, found);
                if (place == 0 && !isFirstWord)
                {
                    Add(_byRest.Of(Rest(pattern, sum, place, isFirstWord: true)), length, found);
                }
            }
        }

        private void ChangeRests(Pattern pattern, int half, bool isAdded)
        {
            var (start, end) = Other(pattern, half);
            var sum = Sum(pattern, start, end);
            for (var place = start; place < end; place++)
            {
                _byRest!.Change(Rest(pattern, sum, place, IsFirstWord(pattern, place)), pattern, isAdded);
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

        // A sum, from which each token can be taken again: hashing all others anew for each place takes time in their square.
        private static ulong Sum(Pattern pattern, int start, int end)
        {
            var sum = 0UL;
            for (var place = start; place < end; place++)
            {
                sum += Term(pattern, place);
            }

            return sum;
        }

        private static ulong Rest(Pattern pattern, ulong sum, int place, bool isFirstWord) =>
            TokenHash.Combine(sum - Term(pattern, place), ((ulong)place << 1) | (isFirstWord ? 1UL : 0));

        private static ulong Term(Pattern pattern, int place) => TokenHash.Combine((ulong)place + 1, pattern.Tokens[place].Hash);
    }
}
