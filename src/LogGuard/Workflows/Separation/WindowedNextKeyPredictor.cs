using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Workflows.Separation;

/// <summary>
/// Predicts the next key after histories of every length up to a window, from the windows of sequences that end with the
/// history: the mean of a key model's predictions for these windows, weighted by how often each occurred. Without a model,
/// the prediction is the share of these windows that each key followed: an N-gram model of every order (Du et al., DeepLog,
/// section 3.1.1). Confined to one thread.
/// </summary>
/// <remarks>
/// The paper trains a model for each history length (section 4.2). The mean over the longer windows is the same prediction
/// by the one model that a detector has: Pr(k | last n keys) = Σ Pr(window | last n keys) · Pr(k | window).
/// </remarks>
internal sealed class WindowedNextKeyPredictor : INextKeyPredictor
{
    /// <summary>The longest history of the N-gram model. With 10, histories seen only a few times mislead it in one of 60 generated logs.</summary>
    internal const int NGramLimit = 5;

    /// <summary>Windows for which a model predicts, shared evenly by the keys they end with.</summary>
    internal const int PredictedLimit = 16_384;

    /// <summary>Symbols of all windows held, 16 MB; a seeded sample is held where there are more.</summary>
    private const int SymbolLimit = 4 << 20;

    /// <summary>Smaller probabilities are dropped, so that a prediction takes memory only for the keys that may follow.</summary>
    private const float SmallestProbability = 1f / 1024;

    private const int BatchSize = 256;

    private readonly NextKeyModel? _model;
    private readonly SymbolMap _symbols;
    private readonly WindowSet _windows;
    private readonly List<int>?[] _windowsOfLastSymbol;
    private readonly (int Symbol, float Probability)[]?[] _predictions;

    /// <param name="sequences">The sequences whose windows are looked up.</param>
    /// <param name="model">The model; null for an N-gram model of the sequences.</param>
    /// <param name="cancellation">Ends it early.</param>
    public WindowedNextKeyPredictor(IReadOnlyList<LogKeySequence> sequences, NextKeyModel? model, CancellationToken cancellation = default)
    {
        _model = model;
        _symbols = model?.Symbols ?? new SymbolMap([.. sequences.SelectMany(sequence => sequence.Keys).Where(key => key != LogKey.Unknown).Distinct().Order()]);
        MaxHistory = model?.WindowSize ?? NGramLimit;
        var distinct = sequences.CountBy(sequence => sequence).Select(pair => (pair.Key, pair.Value));
        _windows = WindowSample.Of(
            WindowSet.Enumerate(distinct, _symbols, MaxHistory, withBoundaries: model?.KnowsBoundaries ?? true),
            MaxHistory, SymbolLimit / (MaxHistory + 1), seed: 0, cancellation);
        _predictions = new (int, float)[]?[_windows.Count];
        _windowsOfLastSymbol = new List<int>?[_symbols.InputCount];
        for (var number = 0; number < _windows.Count; number++)
        {
            (_windowsOfLastSymbol[Window(number)[^1]] ??= []).Add(number);
        }
    }

    public int MaxHistory { get; }

    public IReadOnlyList<NextKeyChance> Predict(ReadOnlySpan<int> history)
    {
        Span<int> symbols = stackalloc int[history.Length];
        for (var i = 0; i < symbols.Length; i++)
        {
            symbols[i] = _symbols.ToInput(history[i]);
        }

        var sums = new double[_symbols.OutputCount];
        var total = 0.0;
        foreach (var number in Predicted(symbols[^1]))
        {
            if (Window(number).EndsWith(symbols))
            {
                total += _windows.Weights[number];
                foreach (var (symbol, probability) in _predictions[number]!)
                {
                    sums[symbol] += _windows.Weights[number] * probability;
                }
            }
        }

        var chances = new List<NextKeyChance>();
        for (var symbol = 0; symbol < sums.Length; symbol++)
        {
            if (symbol != SymbolMap.BoundarySymbol && sums[symbol] > 0)
            {
                chances.Add(new NextKeyChance(_symbols.ToKey(symbol), sums[symbol] / total));
            }
        }

        chances.Sort((left, right) => (right.Probability, left.Key).CompareTo((left.Probability, right.Key)));
        return chances;
    }

    private ReadOnlySpan<int> Window(int number) => _windows.Windows.AsSpan(number * MaxHistory, MaxHistory);

    // The windows that end with a symbol are predicted together, the first time that a history ends with it.
    private List<int> Predicted(int lastSymbol)
    {
        if (_windowsOfLastSymbol[lastSymbol] is not { } windows)
        {
            return [];
        }

        if (_predictions[windows[0]] is not null)
        {
            return windows;
        }

        if (_model is null)
        {
            windows.ForEach(number => _predictions[number] = [(_windows.Targets[number], 1)]);
            return windows;
        }

        // Windows are in order of first sight, so an even choice covers the whole time.
        var limit = Math.Max(1, PredictedLimit / _symbols.InputCount);
        var chosen = windows.Count <= limit ? windows : [.. Enumerable.Range(0, limit).Select(i => windows[(int)((long)i * windows.Count / limit)])];
        foreach (var batch in chosen.Chunk(BatchSize))
        {
            Predict(_model, batch);
        }

        return _windowsOfLastSymbol[lastSymbol] = chosen;
    }

    private void Predict(NextKeyModel model, int[] batch)
    {
        var probabilities = new float[batch.Length * _symbols.OutputCount];
        model.PredictBatch(_windows.Take(batch).Windows, probabilities);
        for (var i = 0; i < batch.Length; i++)
        {
            var likely = new List<(int, float)>();
            var own = probabilities.AsSpan(i * _symbols.OutputCount, _symbols.OutputCount);
            for (var symbol = 0; symbol < own.Length; symbol++)
            {
                if (own[symbol] >= SmallestProbability)
                {
                    likely.Add((symbol, own[symbol]));
                }
            }

            _predictions[batch[i]] = [.. likely];
        }
    }
}
