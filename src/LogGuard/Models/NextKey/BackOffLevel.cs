using LogGuard.Models.Windows;

namespace LogGuard.Models.NextKey;

/// <summary>The counts of contexts of one length and of the keys after them. Counts of a session can be withheld for a while.</summary>
/// <param name="length">Number of keys in a context.</param>
internal sealed class BackOffLevel(int length)
{
    private readonly WindowTable _contexts = new(Math.Max(length, 1));
    private readonly WindowTable _steps = new(length + 1);
    private readonly List<double> _contextCounts = [];
    private readonly List<int> _followers = [];
    private readonly List<double> _stepCounts = [];

    /// <summary>Counts a step.</summary>
    /// <param name="row">Symbols whose last is the target, preceded by at least as many as a context has.</param>
    /// <param name="count">Number of occurrences; negative to withhold some that were counted.</param>
    public void Add(ReadOnlySpan<int> row, double count)
    {
        var context = _contexts.GetOrAdd(ContextOf(row), out var isNewContext);
        var step = _steps.GetOrAdd(row[^(length + 1)..], out var isNewStep);
        if (isNewContext)
        {
            _contextCounts.Add(0);
            _followers.Add(0);
        }

        if (isNewStep)
        {
            _stepCounts.Add(0);
        }

        var before = _stepCounts[step];
        _stepCounts[step] += count;
        _contextCounts[context] += count;
        _followers[context] += (_stepCounts[step] > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    }

    /// <summary>Number of occurrences of a step.</summary>
    public double Count(ReadOnlySpan<int> row) => _steps.Find(row[^(length + 1)..]) is var step and >= 0 ? _stepCounts[step] : 0;

    /// <summary>
    /// The probability of a step by Witten and Bell (IEEE Transactions on Information Theory 37, 1991): the context's own counts,
    /// and in proportion to the number of its different followers the probability by the shorter context.
    /// </summary>
    /// <param name="row">Symbols whose last is the target.</param>
    /// <param name="shorter">The probability by the shorter context.</param>
    public double Probability(ReadOnlySpan<int> row, double shorter)
    {
        var context = _contexts.Find(ContextOf(row));
        if (context < 0 || _contextCounts[context] <= 0)
        {
            return shorter;
        }

        var followers = _followers[context];
        return (Count(row) + followers * shorter) / (_contextCounts[context] + followers);
    }

    // The empty context is a row of one zero.
    private ReadOnlySpan<int> ContextOf(ReadOnlySpan<int> row) => length == 0 ? [0] : row[^(length + 1)..^1];
}
