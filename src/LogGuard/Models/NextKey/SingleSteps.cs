using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Models.NextKey;

/// <summary>The keys, and the steps from one key to the next, that only one of the learnt sessions had.</summary>
internal sealed class SingleSteps
{
    private readonly HashSet<long> _steps;
    private readonly HashSet<int> _targets;

    /// <param name="steps">The symbols before each step and its output symbols, one after the other.</param>
    /// <param name="targets">The output symbols of the keys.</param>
    public SingleSteps(int[] steps, int[] targets)
    {
        (Steps, Targets) = (steps, targets);
        _steps = [.. Enumerable.Range(0, steps.Length / 2).Select(i => StepOf(steps[2 * i], steps[2 * i + 1]))];
        _targets = [.. targets];
    }

    /// <summary>The symbols before each step and its output symbols, one after the other.</summary>
    public int[] Steps { get; }

    /// <summary>The output symbols of the keys.</summary>
    public int[] Targets { get; }

    /// <summary>Whether only one session had a step.</summary>
    public bool Has(int last, int next) => _steps.Contains(StepOf(last, next));

    /// <summary>Whether only one session had a key.</summary>
    public bool HasTarget(int next) => _targets.Contains(next);

    /// <summary>Finds them.</summary>
    public static SingleSteps Of(SymbolMap symbols, SessionCorpus corpus)
    {
        var (steps, targets) = (new Dictionary<long, int>(), new Dictionary<int, int>());
        var (seenSteps, seenTargets) = (new HashSet<long>(), new HashSet<int>());
        foreach (var (sequence, count) in corpus.Weighted(Range.All))
        {
            seenSteps.Clear();
            seenTargets.Clear();
            foreach (var (row, _) in WindowSet.Enumerate([(sequence, 1)], symbols, 1, withBoundaries: true))
            {
                seenSteps.Add(StepOf(row.Span[0], row.Span[1]));
                seenTargets.Add(row.Span[1]);
            }

            foreach (var step in seenSteps)
            {
                steps[step] = steps.GetValueOrDefault(step) + count;
            }

            foreach (var target in seenTargets)
            {
                targets[target] = targets.GetValueOrDefault(target) + count;
            }
        }

        return new SingleSteps(
            [.. steps.Where(pair => pair.Value == 1).Select(pair => pair.Key).Order().SelectMany(step => (int[])[(int)(step >> 32), (int)step])],
            [.. targets.Where(pair => pair.Value == 1).Select(pair => pair.Key).Order()]);
    }

    private static long StepOf(int last, int next) => ((long)last << 32) | (uint)next;
}
