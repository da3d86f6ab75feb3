using LogGuard.Models.Windows;

namespace LogGuard.Models.NextKey;

/// <summary>
/// The N-gram baseline of Du et al., DeepLog (CCS 2017), section 3.1.1:
/// Pr(k | m[t-N] .. m[t-1]) = count(m[t-N] .. m[t-1], k) / count(m[t-N] .. m[t-1]). A history that was never seen
/// predicts nothing. The paper reports its best results with N = 1.
/// </summary>
internal sealed class NGramModel : NextKeyModel
{
    private readonly WindowTable _histories;
    private readonly List<float[]> _probabilities = [];

    /// <param name="symbols">The keys of the windows.</param>
    /// <param name="windows">The counted windows; their size is N.</param>
    /// <param name="knowsBoundaries">Whether the windows hold START and END.</param>
    public NGramModel(SymbolMap symbols, WindowSet windows, bool knowsBoundaries)
        : base(symbols, windows.WindowSize, knowsBoundaries)
    {
        Windows = windows;
        _histories = new WindowTable(windows.WindowSize);
        for (var i = 0; i < windows.Count; i++)
        {
            var history = _histories.GetOrAdd(windows.Windows.AsSpan(i * WindowSize, WindowSize), out var added);
            if (added)
            {
                _probabilities.Add(new float[symbols.OutputCount]);
            }

            _probabilities[history][windows.Targets[i]] += windows.Weights[i];
        }

        foreach (var counts in _probabilities)
        {
            var total = counts.Sum();
            for (var symbol = 0; symbol < counts.Length; symbol++)
            {
                counts[symbol] /= total;
            }
        }
    }

    /// <summary>The counted windows, which are the whole state of the model.</summary>
    public WindowSet Windows { get; }

    public override void Predict(ReadOnlySpan<int> window, Span<float> probabilities)
    {
        var history = _histories.Find(window);
        if (history < 0)
        {
            probabilities[..Symbols.OutputCount].Clear();
        }
        else
        {
            _probabilities[history].CopyTo(probabilities);
        }
    }
}
