using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Learning.Training;

/// <summary>Seeded samples of sessions, for sessions with more windows than the memory limit admits.</summary>
internal static class SessionSample
{
    /// <summary>
    /// Smallest number of sessions by which thresholds are chosen, however long they are: the default of a first training. With
    /// few, the oddest session would determine the threshold.
    /// </summary>
    internal const int FewestJudged = TrainingOptions.DefaultSessionCount;

    /// <summary>
    /// Chooses sessions for thresholds by a seeded random choice, at least one of either part, and returns them in their order.
    /// The choice ends when the windows of the next session would be too many and there are enough sessions. A session that
    /// repeats a chosen one adds no windows.
    /// </summary>
    /// <param name="corpus">The sessions.</param>
    /// <param name="heldOut">The last sessions, which were held out.</param>
    /// <param name="windowLimit">Largest number of windows of the distinct sessions chosen, unless <paramref name="fewest"/> sessions have more.</param>
    /// <param name="fewest">Smallest number of sessions chosen, if there are as many; at least two.</param>
    /// <param name="seed">Seed of the choice.</param>
    public static (SessionCorpus Corpus, Range HeldOut) Choose(SessionCorpus corpus, Range heldOut, int windowLimit, int fewest, int seed)
    {
        var first = heldOut.GetOffsetAndLength(corpus.Count).Offset;
        var isTaken = new bool[corpus.Distinct.Count];
        var chosen = new List<int>();
        var left = (long)windowLimit;
        foreach (var session in MixedParts(corpus.Count, first, seed))
        {
            var number = corpus.Order[session];

            // Its events and its end.
            var windows = isTaken[number] ? 0 : corpus.Distinct[number].Keys.Length + 1;
            if (windows > left && chosen.Count >= fewest)
            {
                break;
            }

            left -= windows;
            isTaken[number] = true;
            chosen.Add(session);
        }

        chosen.Sort();
        var sample = new SessionCorpus();
        foreach (var session in chosen)
        {
            sample.Add(corpus[session]);
        }

        return (sample, Range.StartAt(chosen.FindIndex(session => session >= first)));
    }

    // All sessions in a random order, but the first two are one of either part, if neither is empty.
    private static int[] MixedParts(int count, int first, int seed)
    {
        var order = Shuffled(count, seed);
        var other = Array.FindIndex(order, session => session >= first != order[0] >= first);
        if (other > 1)
        {
            (order[1], order[other]) = (order[other], order[1]);
        }

        return order;
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in a random order.</summary>
    public static int[] Shuffled(int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new SeededRandom(seed).Shuffle(order);
        return order;
    }
}
