using LogGuard.Models.Windows;

namespace LogGuard.Models.NextKey;

/// <summary>
/// Bounds the probability of a key after another one by the evidence in training. A network may give one in a million to a key that
/// it never saw there, although only a few hundred lines show something else. An event that never happened in n trials has a
/// probability of about 1/(n + 1) (Laplace's rule of succession), and a network cannot know better.
/// </summary>
/// <remarks>
/// <para>
/// The bound applies only to a key without a fixed place: one that came after no single key more often than after all others
/// together, such as a retry, which may follow any call. A key that mostly comes after the same key was seen to belong there, which
/// is evidence of another kind, and is left to the network. Kneser and Ney (ICASSP 1995) likewise expect a word after a new one by
/// the number of different words it came after, not by its frequency. The criterion was chosen on held-out sessions of an order
/// service, with seven seeds, in which a line was inserted from elsewhere or two lines were swapped: of 15,266 and 9,310 found
/// without a bound, this one loses 3 and 624; a bound on all keys loses 428 and 1,249.
/// </para>
/// <para>
/// The end of a session is left to the network, too: a session may be cut short after any key, which must be detected.
/// </para>
/// </remarks>
internal sealed class StepEvidence
{
    private readonly HashSet<long> _seen = [];
    private readonly double[] _followedCounts;
    private readonly bool[] _hasPlace;

    /// <param name="symbols">The keys of the steps.</param>
    /// <param name="lasts">The input symbol before each step.</param>
    /// <param name="nexts">The output symbol of each step.</param>
    /// <param name="counts">Number of occurrences of each step.</param>
    public StepEvidence(SymbolMap symbols, int[] lasts, int[] nexts, float[] counts)
    {
        (Lasts, Nexts, Counts) = (lasts, nexts, counts);
        HasEnds = nexts.AsSpan().Contains(SymbolMap.BoundarySymbol);
        _followedCounts = new double[symbols.InputCount];
        _hasPlace = new bool[symbols.OutputCount];
        var (total, most) = (new double[symbols.OutputCount], new double[symbols.OutputCount]);
        for (var i = 0; i < lasts.Length; i++)
        {
            _seen.Add(StepOf(lasts[i], nexts[i]));
            _followedCounts[lasts[i]] += counts[i];
            total[nexts[i]] += counts[i];
            most[nexts[i]] = Math.Max(most[nexts[i]], counts[i]);
        }

        for (var next = 0; next < _hasPlace.Length; next++)
        {
            _hasPlace[next] = next == SymbolMap.BoundarySymbol || most[next] > total[next] / 2;
        }
    }

    /// <summary>The input symbol before each distinct step.</summary>
    public int[] Lasts { get; }

    /// <summary>The output symbol of each distinct step.</summary>
    public int[] Nexts { get; }

    /// <summary>Number of occurrences of each distinct step.</summary>
    public float[] Counts { get; }

    /// <summary>Whether any session ended in training.</summary>
    public bool HasEnds { get; }

    /// <summary>Counts the steps of the windows that a network learnt from; other windows are not evidence for it.</summary>
    /// <param name="symbols">The keys of the windows.</param>
    /// <param name="windows">Rows of a window and, last, its target, with the number of occurrences.</param>
    /// <param name="cancellation">Ends the count early with <see cref="OperationCanceledException"/>.</param>
    public static StepEvidence Of(
        SymbolMap symbols, IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> windows, CancellationToken cancellation = default)
    {
        var steps = new WindowTable(2);

        // A float would stop counting at 16 million.
        var counts = new List<double>();
        foreach (var (row, weight) in windows)
        {
            cancellation.ThrowIfCancellationRequested();
            var number = steps.GetOrAdd(row.Span[^2..], out var added);
            if (added)
            {
                counts.Add(0);
            }

            counts[number] += weight;
        }

        var (lasts, nexts) = (new int[steps.Count], new int[steps.Count]);
        for (var number = 0; number < steps.Count; number++)
        {
            (lasts[number], nexts[number]) = (steps[number][0], steps[number][1]);
        }

        return new StepEvidence(symbols, lasts, nexts, [.. counts.Select(count => (float)count)]);
    }

    /// <summary>The lower bound of the probability of a step; 0 if the network alone decides.</summary>
    /// <param name="last">The input symbol before it.</param>
    /// <param name="next">Its output symbol.</param>
    public float LeastProbability(int last, int next) =>
        _hasPlace[next] || _seen.Contains(StepOf(last, next)) ? 0 : (float)(1 / (_followedCounts[last] + 1));

    private static long StepOf(int last, int next) => ((long)last << 32) | (uint)next;
}
