using LogGuard.Sequences;

namespace LogGuard.Models.Counts;

/// <summary>
/// The quantitative model: the counts of keys that a whole session may have. A key's count is <em>fixed</em> on the sides where
/// training has the evidence for it (<see cref="CountSides"/>). Two keys are <em>tied</em> if the difference of their counts takes
/// fewer values than the more varied of them does alone (block replicas: written three times, confirmed three times), or if one
/// never comes without the other. A count that is not bounded above is <em>free</em> and bounded by an order of magnitude only.
/// </summary>
/// <remarks>
/// After Lou et al., Mining Invariants from Console Logs (USENIX ATC 2010), with invariants over one or two keys and
/// coefficients of 1. The differences of independent keys take more values than the keys do, those of tied keys fewer, which
/// tells them apart.
/// </remarks>
internal sealed class CountModel
{
    /// <summary>A free count is unusual above this multiple of the largest one in training.</summary>
    internal const int FreeCountFactor = 10;

    private readonly Dictionary<int, CountConstraint> _ownConstraints;

    /// <param name="sessionCount">Number of training sessions.</param>
    /// <param name="constraints">All constraints.</param>
    /// <param name="largestCounts">The largest count of each key in training.</param>
    /// <param name="unseenShare">The estimated share of normal sessions that break a constraint.</param>
    public CountModel(int sessionCount, CountConstraint[] constraints, Dictionary<int, int> largestCounts, double unseenShare = 0)
    {
        UnseenShare = unseenShare;
        SessionCount = sessionCount;
        Constraints = constraints;
        LargestCounts = largestCounts;
        _ownConstraints = constraints.Where(constraint => constraint.Partner == 0).ToDictionary(constraint => constraint.Key);
    }

    /// <summary>The estimated share of normal sessions that break a constraint, 0..1; 0 in snapshots of versions without estimates.</summary>
    public double UnseenShare { get; }

    /// <summary>Number of training sessions.</summary>
    public int SessionCount { get; }

    /// <summary>All constraints: those on one key first, then the ties, the tightest first.</summary>
    public CountConstraint[] Constraints { get; }

    /// <summary>The largest count of each key in training.</summary>
    public Dictionary<int, int> LargestCounts { get; }

    /// <summary>
    /// Judges one more event of a key in an open session. Counts only grow, so the first event too many is certain at once, and
    /// later ones add nothing.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="count">Number of its occurrences so far, this one included.</param>
    /// <param name="violation">The broken constraint.</param>
    public bool IsFirstTooMany(int key, int count, out CountViolation violation)
    {
        if (_ownConstraints.TryGetValue(key, out var constraint) && constraint.BoundsAbove)
        {
            violation = new CountViolation(constraint, count);
            return count - 1L == constraint.Allowed[^1];
        }

        var largest = LargestCounts.GetValueOrDefault(key);
        violation = new CountViolation(new CountConstraint(key, 0, [largest], []), count);
        return largest > 0 && count - 1L == (long)largest * FreeCountFactor;
    }

    /// <summary>
    /// Returns the model after keys were merged. The constraints on single keys say nothing about their joint count, so that
    /// count becomes free.
    /// </summary>
    /// <param name="aliases">For each learnt key that was merged, the key that it was merged into.</param>
    public CountModel Merge(IReadOnlyDictionary<int, int> aliases)
    {
        var touched = aliases.SelectMany(alias => (int[])[alias.Key, alias.Value]).ToHashSet();
        var largest = new Dictionary<int, int>();
        foreach (var (key, count) in LargestCounts)
        {
            var target = aliases.GetValueOrDefault(key, key);
            largest[target] = (int)Math.Min(int.MaxValue, (long)largest.GetValueOrDefault(target) + count);
        }

        var constraints = Constraints.Where(constraint => !touched.Contains(constraint.Key) && !touched.Contains(constraint.Partner));
        return new CountModel(SessionCount, [.. constraints], largest, UnseenShare);
    }

    /// <summary>Returns the model after a count, or a difference of two, was marked normal; itself if it was allowed already.</summary>
    /// <param name="key">The key.</param>
    /// <param name="partner">The key that it is tied to; 0 if it is not tied.</param>
    /// <param name="value">The count.</param>
    public CountModel Learn(int key, int partner, int value)
    {
        var place = Array.FindIndex(Constraints, constraint => constraint.Key == key && constraint.Partner == partner);
        if (place < 0 || (partner == 0 && !Constraints[place].BoundsAbove && value > Constraints[place].Allowed[^1]))
        {
            // A free count: raises the largest one until this count is within its bound.
            var known = partner == 0 ? LargestCounts.GetValueOrDefault(key) : 0;
            var largest = (value - 1) / FreeCountFactor + 1;
            return known == 0 || largest <= known
                ? this
                : new CountModel(SessionCount, Constraints, new Dictionary<int, int>(LargestCounts) { [key] = largest }, UnseenShare);
        }

        var constraint = Constraints[place];
        if (constraint.Allows(value))
        {
            return this;
        }

        var constraints = (CountConstraint[])Constraints.Clone();
        var at = ~Array.BinarySearch(constraint.Allowed, value);
        constraints[place] = constraint with
        {
            Allowed = [.. constraint.Allowed[..at], value, .. constraint.Allowed[at..]],
            SessionCounts = [.. constraint.SessionCounts[..at], 1, .. constraint.SessionCounts[at..]],
        };
        return new CountModel(SessionCount, constraints, LargestCounts, UnseenShare);
    }

    /// <summary>Judges the counts of a session that has ended.</summary>
    /// <param name="counts">The counts; keys never learnt are ignored.</param>
    /// <param name="violation">The first broken constraint: single keys before ties, tight ties before wide ones.</param>
    /// <param name="isAccepted">Returns true for a broken constraint that is to be ignored; null: none is.</param>
    public bool IsUnusual(KeyCounts counts, out CountViolation violation, Func<CountViolation, bool>? isAccepted = null)
    {
        foreach (var constraint in Constraints)
        {
            var count = counts[constraint.Key];
            var partner = constraint.Partner == 0 ? 0 : counts[constraint.Partner];
            var value = count - partner;
            var isAllowed = constraint.Partner != 0 && count == 0 && partner == 0
                ? !constraint.Judges(CountSides.Neither) || constraint.Allowed.Contains(0)
                : constraint.Allows(value);
            if (!isAllowed && isAccepted?.Invoke(new CountViolation(constraint, value)) != true)
            {
                violation = new CountViolation(constraint, value);
                return true;
            }
        }

        violation = default;
        return false;
    }
}
