using LogGuard.Sequences;

namespace LogGuard.Models.Counts;

/// <summary>
/// The quantitative model: which counts of keys a whole session may have. A key's count is <em>fixed</em> where
/// training saw only a few values; two keys are <em>tied</em> where the difference of their counts takes no more
/// values than the more varied of them does alone (block replicas: written three times, confirmed three times);
/// what takes more values than <see cref="ValueLimit"/> is <em>free</em> and bounded by an order of magnitude only.
/// </summary>
/// <remarks>
/// After Lou et al., Mining Invariants from Console Logs (USENIX ATC 2010), with invariants over one or two keys and
/// coefficients of 1. Independent keys tell themselves apart from tied ones: their differences multiply the values
/// instead of cancelling them.
/// </remarks>
internal sealed class CountModel
{
    /// <summary>A free count is unusual past this many times the largest one in training.</summary>
    internal const int FreeCountFactor = 10;

    private readonly Dictionary<int, CountConstraint> _ownConstraints;

    public CountModel(int valueLimit, int sessionCount, CountConstraint[] constraints, Dictionary<int, int> largestCounts)
    {
        ValueLimit = valueLimit;
        SessionCount = sessionCount;
        Constraints = constraints;
        LargestCounts = largestCounts;
        _ownConstraints = constraints.Where(constraint => constraint.Partner == 0).ToDictionary(constraint => constraint.Key);
    }

    /// <summary>A count, or a difference of counts, with more different values than this is free.</summary>
    public int ValueLimit { get; }

    /// <summary>Number of training sessions.</summary>
    public int SessionCount { get; }

    /// <summary>All constraints: those on one key first, then the ties, the tightest first.</summary>
    public CountConstraint[] Constraints { get; }

    /// <summary>The largest count of each key in training.</summary>
    public Dictionary<int, int> LargestCounts { get; }

    /// <summary>
    /// Judges one more event of a key in a session that goes on: counts only grow, so the first one too many is certain
    /// at once, and the ones behind it say nothing new.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="count">How often it has occurred now.</param>
    /// <param name="violation">What is broken.</param>
    public bool IsFirstTooMany(int key, int count, out CountViolation violation)
    {
        if (_ownConstraints.TryGetValue(key, out var constraint))
        {
            violation = new CountViolation(constraint, count);
            return count - 1L == constraint.Allowed[^1];
        }

        var largest = LargestCounts.GetValueOrDefault(key);
        violation = new CountViolation(new CountConstraint(key, 0, [largest], []), count);
        return largest > 0 && count - 1L == (long)largest * FreeCountFactor;
    }

    /// <summary>
    /// The model once keys were merged: what was learnt of their counts one by one says nothing of the counts together,
    /// which are bounded as free ones.
    /// </summary>
    /// <param name="aliases">For each learnt key that was merged, the one that it was merged into.</param>
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
        return new CountModel(ValueLimit, SessionCount, [.. constraints], largest);
    }

    /// <summary>The model once a count, or a difference of two, was said to be normal; itself where it knew that.</summary>
    /// <param name="key">The key.</param>
    /// <param name="partner">The key that it is tied to; 0 where it is not.</param>
    /// <param name="value">The count.</param>
    public CountModel Learn(int key, int partner, int value)
    {
        var place = Array.FindIndex(Constraints, constraint => constraint.Key == key && constraint.Partner == partner);
        if (place < 0)
        {
            // A free count: the largest one is raised so far that this one is within the order of magnitude above it.
            var known = partner == 0 ? LargestCounts.GetValueOrDefault(key) : 0;
            var largest = (value - 1) / FreeCountFactor + 1;
            return known == 0 || largest <= known
                ? this
                : new CountModel(ValueLimit, SessionCount, Constraints, new Dictionary<int, int>(LargestCounts) { [key] = largest });
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
        return new CountModel(ValueLimit, SessionCount, constraints, LargestCounts);
    }

    /// <summary>Judges the counts of a session that has ended.</summary>
    /// <param name="counts">The counts; keys never learnt do not matter here.</param>
    /// <param name="violation">The first broken constraint: one on a single key before a tie, a tight tie before a wide one.</param>
    /// <param name="isAccepted">Says of a broken constraint that it does not count; null: all do.</param>
    public bool IsUnusual(KeyCounts counts, out CountViolation violation, Func<CountViolation, bool>? isAccepted = null)
    {
        foreach (var constraint in Constraints)
        {
            var value = counts[constraint.Key] - (constraint.Partner == 0 ? 0 : counts[constraint.Partner]);
            if (!constraint.Allows(value) && isAccepted?.Invoke(new CountViolation(constraint, value)) != true)
            {
                violation = new CountViolation(constraint, value);
                return true;
            }
        }

        violation = default;
        return false;
    }
}
