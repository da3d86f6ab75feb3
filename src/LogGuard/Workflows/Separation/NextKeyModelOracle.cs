using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;

namespace LogGuard.Workflows.Separation;

/// <summary>
/// Key models of different window sizes as one oracle: a history is answered by the model of its length, or by the next
/// shorter one. The models must have been trained without boundaries: a stream has no beginning. Confined to one thread.
/// </summary>
internal sealed class NextKeyModelOracle : INextKeyOracle
{
    private readonly NextKeyModel[] _models;

    /// <exception cref="ArgumentException">There is no model, or one was trained with boundaries.</exception>
    public NextKeyModelOracle(params IReadOnlyList<NextKeyModel> models)
    {
        if (models.Count == 0 || models.Any(model => model.KnowsBoundaries))
        {
            throw new ArgumentException("Task separation needs at least one key model, and all of them trained without boundaries.", nameof(models));
        }

        _models = [.. models.OrderBy(model => model.WindowSize)];
    }

    public int MaxHistory => _models[^1].WindowSize;

    public IReadOnlyList<NextKeyChance> Predict(ReadOnlySpan<int> history)
    {
        var length = history.Length;
        if (Array.FindLast(_models, model => model.WindowSize <= length) is not { } model)
        {
            return [];
        }

        Span<int> window = stackalloc int[model.WindowSize];
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = model.Symbols.ToInput(history[^(window.Length - i)]);
        }

        var probabilities = new float[model.Symbols.OutputCount];
        model.Predict(window, probabilities);
        var chances = new List<NextKeyChance>();
        for (var symbol = 0; symbol < probabilities.Length; symbol++)
        {
            if (symbol != SymbolMap.BoundarySymbol && probabilities[symbol] > 0)
            {
                chances.Add(new NextKeyChance(model.Symbols.ToKey(symbol), probabilities[symbol]));
            }
        }

        chances.Sort((left, right) => (right.Probability, left.Key).CompareTo((left.Probability, right.Key)));
        return chances;
    }
}
