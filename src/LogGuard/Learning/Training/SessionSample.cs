using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Learning.Training;

/// <summary>Seeded samples of sessions, where their windows are more than memory is to hold.</summary>
internal static class SessionSample
{
    /// <summary>
    /// Sessions that thresholds are chosen on at least, however long they are: as many as a first training takes by default.
    /// With few the threshold would be that of the oddest one.
    /// </summary>
    internal const int FewestJudged = TrainingOptions.DefaultSessionCount;

    /// <summary>
    /// Sessions to choose thresholds on: a seeded choice in which each has the same chance, but for one of either part at least,
    /// in their order. It ends with the session whose windows would be too many, but not before there are enough sessions; one
    /// that is there already adds none.
    /// </summary>
    /// <param name="corpus">The sessions.</param>
    /// <param name="heldOut">The last of them, which were held out.</param>
    /// <param name="windowLimit">Most windows of the different sessions chosen, if so many sessions have no more.</param>
    /// <param name="fewest">Fewest sessions chosen, if there are as many; two at least.</param>
    /// <param name="seed">Another seed is another choice.</param>
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

    // All sessions in a random order, but that the first two are of either part, where both have any.
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
