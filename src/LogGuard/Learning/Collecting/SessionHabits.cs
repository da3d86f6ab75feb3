using LogGuard.Keys;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>Usual ends and error lines of sessions: the keys of so many sessions that they are no fault. Immutable.</summary>
/// <param name="Ends">The last keys of usual sessions.</param>
/// <param name="Errors">The keys that usual sessions have at level Error or above.</param>
internal sealed record SessionHabits(int[] Ends, int[] Errors)
{
    public static SessionHabits None { get; } = new([], []);

    /// <summary>The habits that either of two has.</summary>
    public SessionHabits And(SessionHabits other) => new([.. Ends.Union(other.Ends).Order()], [.. Errors.Union(other.Errors).Order()]);

    /// <summary>The habits with merged keys replaced.</summary>
    public SessionHabits Resolve(LogKeyVocabulary vocabulary) => vocabulary.HasAliases
        ? new([.. Ends.Select(vocabulary.Resolve).Distinct().Order()], [.. Errors.Select(vocabulary.Resolve).Distinct().Order()])
        : this;

    /// <summary>The usual ends of whole sessions; their error lines are not known.</summary>
    /// <param name="corpus">The sessions.</param>
    /// <param name="rate">The target share of sessions that are reported, 0..1; a larger one if so few sessions cannot show it.</param>
    public static SessionHabits OfEnds(SessionCorpus corpus, double rate)
    {
        var tally = new KeyTally();
        foreach (var (sequence, count) in corpus.Weighted(Range.All))
        {
            if (sequence is { IsWhole: true, Keys.Length: > 0 })
            {
                tally.Add(sequence.Keys.AsSpan(sequence.Keys.Length - 1), count);
            }
        }

        return new SessionHabits(tally.Usual(rate), []);
    }
}

/// <summary>Counts the sessions that have a key.</summary>
internal sealed class KeyTally
{
    private readonly Dictionary<int, int> _counts = [];
    private int _total;

    /// <summary>Adds the different keys of equal sessions.</summary>
    public void Add(ReadOnlySpan<int> keys, int count = 1)
    {
        _total += count;
        foreach (var key in keys)
        {
            _counts[key] = _counts.GetValueOrDefault(key) + count;
        }
    }

    /// <summary>The keys of more sessions than may be wrong, by the exact lower bound of their share; ascending.</summary>
    /// <param name="rate">The target share of sessions that are reported, 0..1; a larger one if so few sessions cannot show it.</param>
    public int[] Usual(double rate) =>
    [
        .. _counts.Where(entry => entry.Key > LogKey.Unknown && BinomialInterval.Of(entry.Value, _total, DetectorCalibration.Confidence).Low > AttainableRate.Of(rate, _total))
            .Select(entry => entry.Key).Order(),
    ];
}
