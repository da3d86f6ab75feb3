using LogGuard.Models.Windows;

namespace LogGuard.Models.NextKey;

/// <summary>
/// How much training says against a key behind another one that it never saw there. A network answers each such question,
/// and easily with one in a million, where all that there is to go by may be a few hundred lines that went on otherwise. What
/// never happened in n trials has a chance of about one in n + 1 (Laplace's rule of succession), and no network knows better.
/// </summary>
/// <remarks>
/// <para>
/// That holds for a key without a place of its own only: one that came behind no single key more often than behind all others
/// together, such as a retry, which every call may need. A key that mostly comes behind the same one was seen to belong there
/// as often as it came at all, which is evidence of another kind, and is left to the network. So Kneser and Ney (ICASSP 1995)
/// have a word expected behind a new one by how many it came behind, not by how often. Where the line is drawn was chosen on
/// sessions held out of training, of an order service with seven seeds, in which a line was put in from elsewhere, or two were
/// swapped: of 15,266 and 9,310 that were found without a bound, it loses 3 and 624, and one on all keys 428 and 1,249.
/// </para>
/// <para>
/// The end of a session is left to the network as well: a session may be cut short behind any key, and that is to be found.
/// </para>
/// </remarks>
internal sealed class StepEvidence
{
    private readonly HashSet<long> _seen = [];
    private readonly double[] _followedCounts;
    private readonly bool[] _hasPlace;

    /// <param name="symbols">The keys that the steps are made of.</param>
    /// <param name="lasts">The input symbol before each step.</param>
    /// <param name="nexts">The output symbol of each step.</param>
    /// <param name="counts">How often each occurred.</param>
    public StepEvidence(SymbolMap symbols, int[] lasts, int[] nexts, float[] counts)
    {
        (Lasts, Nexts, Counts) = (lasts, nexts, counts);
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

    /// <summary>How often each distinct step occurred.</summary>
    public float[] Counts { get; }

    /// <summary>Counts the steps of the windows that a network learnt from: what it was not shown is no evidence for it.</summary>
    /// <param name="symbols">The keys of the windows.</param>
    /// <param name="windows">Rows of a window and, last, its target, with how often it occurred.</param>
    /// <param name="cancellation">Ends it early with <see cref="OperationCanceledException"/>.</param>
    public static StepEvidence Of(
        SymbolMap symbols, IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> windows, CancellationToken cancellation = default)
    {
        var steps = new WindowTable(2);

        // Singles would stop counting at 16 million.
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

    /// <summary>The least probability that a step can be given; 0 where it is all the network's to say.</summary>
    /// <param name="last">The input symbol before it.</param>
    /// <param name="next">Its output symbol.</param>
    public float LeastProbability(int last, int next) =>
        _hasPlace[next] || _seen.Contains(StepOf(last, next)) ? 0 : (float)(1 / (_followedCounts[last] + 1));

    private static long StepOf(int last, int next) => ((long)last << 32) | (uint)next;
}
