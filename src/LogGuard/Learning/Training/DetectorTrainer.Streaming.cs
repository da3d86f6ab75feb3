using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Learning.Training;

/// <summary>
/// Training on more windows than memory is to hold: they are made from a file of the sessions, in each pass, and what else
/// needs windows does with seeded samples. Below <see cref="TrainingOptions.WindowMemoryLimit"/> nothing here has a say.
/// </summary>
/// <remarks>
/// What differs from training in memory. A window is drawn once for each different session that it is in, not once a pass, and
/// weighs as often as that session occurred: common windows have more of a say, and ten passes are more steps. With repetitions
/// counted, as in DeepLog, each session is written as often as it occurred, and only the mixing differs.
/// </remarks>
internal sealed partial class DetectorTrainer
{
    /// <summary>
    /// Sessions that thresholds are chosen on at least, however long they are: as many as a first training takes by default.
    /// With few the threshold would be that of the oddest one.
    /// </summary>
    internal const int FewestJudged = TrainingOptions.DefaultSessionCount;

    private WindowRoom Room => new(options.Training.WindowMemoryLimit, options.Model.WindowSize);

    // The windows that a network is trained on.
    private TrainingWindows Gather(
        SessionCorpus corpus, Range sessions, SymbolMap symbols, bool withBoundaries, bool countsRepetitions, CancellationToken cancellation)
    {
        var windowSize = options.Model.WindowSize;
        var set = IsFarTooMuch(corpus, sessions, symbols, withBoundaries, cancellation)
            ? null
            : WindowSet.TryCollect(corpus.Weighted(sessions), symbols, windowSize, withBoundaries, Room.Rows, cancellation);

        // With repetitions counted, there is also their order, a number for each.
        if (set is not null && (set.Count == 0 || !countsRepetitions || set.TotalWeight * sizeof(int) <= (double)options.Training.WindowMemoryLimit * (1 << 20)))
        {
            return new TrainingWindows(set, Room);
        }

        var mixed = countsRepetitions ? MixedWithRepetitions(corpus, sessions, cancellation) : Mixed(corpus, sessions, cancellation);
        var folder = options.ModelPath ?? Path.GetTempPath();
        var file = WindowFile.WriteTemporary(folder, mixed, symbols, windowSize, withBoundaries);
        Tell(
            $"the windows would take more than Training.WindowMemoryLimit, {options.Training.WindowMemoryLimit:N0} MB: {file.WindowCount:N0} of "
            + $"{windowSize:N0} events are trained on from a temporary file of {file.Length >> 20:N0} MB in {folder}, and thresholds are chosen on a sample.");
        return new TrainingWindows(file, Room);
    }

    // Whether a try to hold all windows would take its memory for nothing. What is as much as the limit, or it may be, is tried:
    // the margin is six times what the count deviates.
    private bool IsFarTooMuch(SessionCorpus corpus, Range sessions, SymbolMap symbols, bool withBoundaries, CancellationToken cancellation)
    {
        var most = corpus.Weighted(sessions).Sum(entry => entry.Sequence.Keys.Length + 1L);
        var enough = Room.Rows * 1.1;
        return most > enough && WindowSample.Count(
            WindowSet.Enumerate(corpus.Weighted(sessions), symbols, options.Model.WindowSize, withBoundaries), enough, cancellation) > enough;
    }

    // The held-out windows that decide which weights are kept.
    private WindowSet Validation(SessionCorpus corpus, Range heldOut, SymbolMap symbols, bool isOnDisk, CancellationToken cancellation)
    {
        var sessions = corpus.Weighted(heldOut);
        return WindowSet.TryCollect(sessions, symbols, options.Model.WindowSize, withBoundaries: true, isOnDisk ? Room.PartRows : Room.Rows, cancellation)
            ?? WindowSample.Of(
                WindowSet.Enumerate(sessions, symbols, options.Model.WindowSize, withBoundaries: true), options.Model.WindowSize, Room.PartRows,
                options.Seed, cancellation);
    }

    // A pass mixes what lies near each other in the file, so the sessions are mixed in it.
    private IEnumerable<(LogKeySequence Sequence, int Count)> Mixed(SessionCorpus corpus, Range sessions, CancellationToken cancellation)
    {
        var distinct = corpus.Weighted(sessions).ToArray();
        foreach (var number in Shuffled(distinct.Length))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return distinct[number];
        }
    }

    private IEnumerable<(LogKeySequence Sequence, int Count)> MixedWithRepetitions(SessionCorpus corpus, Range sessions, CancellationToken cancellation)
    {
        var (start, length) = sessions.GetOffsetAndLength(corpus.Count);
        foreach (var number in Shuffled(length))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return (corpus[start + number], 1);
        }
    }

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
    internal static (SessionCorpus Corpus, Range HeldOut) Choose(SessionCorpus corpus, Range heldOut, int windowLimit, int fewest, int seed)
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

    private int[] Shuffled(int count) => Shuffled(count, options.Seed);

    private static int[] Shuffled(int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new SeededRandom(seed).Shuffle(order);
        return order;
    }
}
