using LogGuard.Models.Windows;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Models.NextKey;

/// <summary>
/// Predicts the next key by counts of contexts of up to three keys, each backed off to the shorter one in proportion to how little
/// it was seen (Witten and Bell, 1991). A network is over-confident where few sessions taught it: of 217 false alarms after 200
/// sessions 198 were steps that had been seen behind the same key, at stated odds of one in 10,513.
/// </summary>
/// <remarks>
/// <para>
/// A step is expected if either the network or the counts expect it. The least probability by counts is chosen on all learnt
/// sessions, each judged by the counts of the others.
/// </para>
/// <para>
/// Behind a key where it never came, a key is the network's to judge, unless more of the learnt sessions than the target admits have
/// a step that no other has: then new steps are normal (Good, Biometrika 1953), and the counts of the single keys speak for them.
/// </para>
/// </remarks>
internal sealed class BackOffModel
{
    /// <summary>Number of keys in the longest context. Longer ones are the network's.</summary>
    internal const int LongestContext = 3;

    /// <summary>Largest number of different steps that are kept, about 2 MB; with more, contexts are shorter.</summary>
    internal const int StepLimit = 65_536;

    private readonly BackOffLevel[] _levels;

    /// <param name="steps">The distinct contexts of the longest length with their next keys and numbers of occurrences.</param>
    /// <param name="floor">The least probability of an expected step.</param>
    /// <param name="expectsNewSteps">Whether steps that were not seen behind the same key may be expected.</param>
    public BackOffModel(WindowSet steps, float floor, bool expectsNewSteps)
    {
        (Steps, Floor, ExpectsNewSteps) = (steps, floor, expectsNewSteps);
        _levels = [.. Enumerable.Range(0, steps.WindowSize + 1).Select(length => new BackOffLevel(length))];
        foreach (var (row, weight) in steps.Rows())
        {
            Count(row.Span, weight);
        }
    }

    /// <summary>The counted steps, which are the whole state of the model.</summary>
    public WindowSet Steps { get; }

    /// <summary>The least probability of an expected step, 0..1.</summary>
    public float Floor { get; }

    /// <summary>Whether steps that were not seen behind the same key may be expected.</summary>
    public bool ExpectsNewSteps { get; }

    /// <summary>The share of the learnt sessions with a step that the others do not make expected, 0..1. The network may expect it all the same.</summary>
    public required double ExpectedAlarmRate { get; init; }

    /// <summary>Learns the steps of all sessions.</summary>
    /// <param name="symbols">The keys of the sessions.</param>
    /// <param name="corpus">The sessions.</param>
    /// <param name="windowSize">Number of keys that are known of the past; contexts are not longer.</param>
    /// <param name="alarmRate">Share of sessions that may have a step below the floor, 0..1 exclusive, as far as they can show it.</param>
    /// <param name="largestFloor">Upper limit of the floor.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Null if there are too many different steps.</returns>
    public static BackOffModel? Train(
        SymbolMap symbols, SessionCorpus corpus, int windowSize, double alarmRate, float largestFloor, CancellationToken cancellation = default)
    {
        for (var length = Math.Min(LongestContext, windowSize); length > 0; length--)
        {
            if (WindowSet.TryCollect(corpus.Weighted(Range.All), symbols, length, withBoundaries: true, StepLimit, cancellation) is { } steps)
            {
                var rate = AttainableRate.Of(alarmRate, corpus.Count);
                var (known, all, newCount) = new BackOffModel(steps, 0, expectsNewSteps: true) { ExpectedAlarmRate = 0 }
                    .LargestSurprises(symbols, corpus, cancellation);
                var expectsNewSteps = newCount > rate * corpus.Count;
                double[] surprises = [.. expectsNewSteps ? all : known];
                var threshold = Math.Max(TailThreshold.Predict(surprises, rate), -Math.Log(largestFloor));
                return new BackOffModel(steps, (float)Math.Exp(-threshold), expectsNewSteps)
                {
                    ExpectedAlarmRate = (double)(surprises.Count(surprise => surprise > threshold) + (expectsNewSteps ? 0 : newCount)) / corpus.Count,
                };
            }
        }

        return null;
    }

    /// <summary>The probability of a step; 0 if the counts say nothing of it.</summary>
    /// <param name="row">Symbols of a window and, last, its target.</param>
    public float Probability(ReadOnlySpan<int> row) => ExpectsNewSteps || _levels[1].Count(row) > 0 ? (float)Estimate(row) : 0;

    /// <summary>Whether the counts expect a step.</summary>
    /// <param name="row">Symbols of a window and, last, its target.</param>
    /// <param name="probability">Its probability.</param>
    public bool Expects(ReadOnlySpan<int> row, out float probability)
    {
        probability = Probability(row);
        return probability > 0 && probability >= Floor;
    }

    private double Estimate(ReadOnlySpan<int> row)
    {
        var probability = 0.0;
        foreach (var level in _levels)
        {
            probability = level.Probability(row, probability);
        }

        return probability;
    }

    // Of each session, the surprise of its least likely step that another one has, and of its least likely one, by the counts of the
    // other sessions; and the number of sessions with a step that no other has.
    private (List<double> Known, List<double> All, int NewCount) LargestSurprises(
        SymbolMap symbols, SessionCorpus corpus, CancellationToken cancellation)
    {
        var (known, all, newCount) = (new List<double>(), new List<double>(), 0);
        foreach (var (sequence, count) in corpus.Weighted(Range.All))
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = WindowSet.Enumerate([(sequence, 1)], symbols, Steps.WindowSize, withBoundaries: true);
            CountAll(rows, -1);
            var (leastKnown, least, hasNew) = (1.0, 1.0, false);
            foreach (var (row, _) in rows)
            {
                var (isKnown, isPossible) = (_levels[1].Count(row.Span) > 0, _levels[0].Count(row.Span) > 0);
                hasNew |= !isKnown && isPossible;

                // A key that no other session has is a new key, which another question judges.
                if (isPossible)
                {
                    var probability = Estimate(row.Span);
                    (leastKnown, least) = (isKnown ? Math.Min(leastKnown, probability) : leastKnown, Math.Min(least, probability));
                }
            }

            CountAll(rows, 1);
            newCount += hasNew ? count : 0;
            known.AddRange(Enumerable.Repeat(-Math.Log(leastKnown), count));
            all.AddRange(Enumerable.Repeat(-Math.Log(least), count));
        }

        return (known, all, newCount);
    }

    private void CountAll(IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> rows, double count)
    {
        foreach (var (row, _) in rows)
        {
            Count(row.Span, count);
        }
    }

    private void Count(ReadOnlySpan<int> row, double count)
    {
        foreach (var level in _levels)
        {
            level.Add(row, count);
        }
    }
}
