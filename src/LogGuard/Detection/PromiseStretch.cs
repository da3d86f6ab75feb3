using LogGuard.Primitives;

namespace LogGuard.Detection;

/// <summary>The last blocks in which no more was wrong than usual, from which <see cref="PromiseWatch"/> tells what is usual by now.</summary>
/// <param name="blocks">The blocks.</param>
/// <param name="question">Index of the question.</param>
/// <param name="promise">Its promise.</param>
internal sealed class PromiseStretch(PromiseBlock[] blocks, int question, QuestionPromise promise)
{
    /// <summary>
    /// Share of the blocks in which something must come to be steady: of a stretch of a day, an outage may take a quarter, six hours,
    /// before it is any evidence at all.
    /// </summary>
    internal const double SteadyShare = 0.75;

    // With fewer, a share of them says nothing.
    private const int FewestForShare = 5;

    private static readonly int Steady = (int)Math.Ceiling(SteadyShare * PromiseWatch.BlockCount);

    /// <summary>Number of sessions.</summary>
    public int Sessions { get; } = blocks.Sum(block => block.Sessions);

    /// <summary>Number of sessions that the question reported.</summary>
    public int Hits { get; } = blocks.Sum(block => block.Hits[question]);

    /// <summary>Number of these that are otherwise as usual.</summary>
    public int Quiet { get; } = blocks.Sum(block => block.Quiet[question]);

    /// <summary>Whether the reports exceed the promise, in all and in most blocks.</summary>
    /// <param name="error">Probability at which a kept promise may be taken for a broken one, 0..1.</param>
    public bool IsBroken(double error) => IsAbove(Hits, block => block.Hits[question], error);

    /// <summary>Whether the reports of sessions that are otherwise as usual exceed the promise by themselves.</summary>
    /// <inheritdoc cref="IsBroken"/>
    public bool IsBrokenByUsual(double error) => IsAbove(Quiet, block => block.Quiet[question], error);

    /// <summary>
    /// The steady places with which the promise would be kept, the most frequent first; those that there are, if they are not enough.
    /// </summary>
    public List<(PromisePlace Place, int Count)> FindSteady(IEnumerable<PromisePlace> places)
    {
        var found = new List<(PromisePlace Place, int Count)>();
        var left = Quiet;
        foreach (var (place, count) in places.Where(place => place.Question == question).Select(place => (Place: place, Count: CountOf(place)))
            .Where(entry => IsSteady(entry.Place, entry.Count))
            .OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Place.Key.ToString(), StringComparer.Ordinal))
        {
            if (left <= promise.Bound * Sessions)
            {
                break;
            }

            found.Add((place, count));
            left -= count;
        }

        return found;
    }

    /// <summary>Whether places make up most of the reports beyond the promise, so that the others are left to the next stretch.</summary>
    public bool IsMostly(List<(PromisePlace Place, int Count)> places) =>
        2 * places.Sum(entry => entry.Count) >= Quiet - (promise.Bound * Sessions);

    /// <summary>
    /// The lowest threshold with which the median block keeps the promise. Outliers among the blocks do not move a median.
    /// </summary>
    /// <returns>The largest surprise that is not reported, in whole bits; null if there is none, or with it most of the other reports would be lost, too.</returns>
    public int? FindThreshold()
    {
        for (var bits = 0; bits < PromiseBlock.Bits - 1; bits++)
        {
            if (Median(block => PromiseBlock.Above(block.QuietBits[question], bits) / (double)block.Sessions) <= promise.Bound)
            {
                // The reports of sessions with other signs of trouble are what the threshold is there for.
                var (troubled, kept) = (Hits - Quiet, blocks.Sum(block => PromiseBlock.Above(block.TroubledBits[question], bits)));
                return troubled >= FewestForShare && 2 * kept < troubled ? null : bits + 1;
            }
        }

        return null;
    }

    private bool IsAbove(int count, Func<PromiseBlock, int> countOf, double error) =>
        blocks.Count(block => countOf(block) > promise.Bound * block.Sessions) >= Steady
        && BinomialInterval.Of(count, Sessions, 1 - (2 * error)).Low > promise.Bound;

    private int CountOf(PromisePlace place) => blocks.Sum(block => place.Quiet(block.Number));

    // Half of few sessions may share a block by chance.
    private bool IsSteady(PromisePlace place, int count) =>
        count >= KeyAdoption.FewestSessions
        && count >= KeyAdoption.FewestQuietForTroubled * blocks.Sum(block => place.Troubled(block.Number))
        && blocks.Count(block => place.Quiet(block.Number) > 0) >= Math.Min(Steady, (count + 1) / 2);

    private double Median(Func<PromiseBlock, double> valueOf)
    {
        var values = blocks.Select(valueOf).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
