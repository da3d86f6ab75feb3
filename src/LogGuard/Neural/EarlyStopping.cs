namespace LogGuard.Neural;

/// <summary>
/// Keeps the weights with the lowest loss on held-out data and decides when to stop training: after a number of validations
/// in a row without a new best (Prechelt, 1998).
/// </summary>
/// <param name="patience">Validations in a row without improvement after which to stop; by default training never stops early.</param>
/// <param name="minimumImprovement">Difference by which a loss must be below the best one to count as better.</param>
internal sealed class EarlyStopping(int patience = int.MaxValue, double minimumImprovement = 0)
{
    private NamedTensor[]? _best;
    private int _sinceBest;

    /// <summary>The lowest loss reported so far.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>Reports a validation loss. Copies the weights if it is the best one; NaN never is.</summary>
    /// <returns>Whether training should go on.</returns>
    public bool Report(double loss, INeuralNetwork network)
    {
        if (loss < BestLoss - minimumImprovement)
        {
            BestLoss = loss;
            _sinceBest = 0;
            _best ??= [.. network.Weights.Select(tensor => tensor with { Values = new float[tensor.Values.Length] })];
            for (int tensor = 0; tensor < _best.Length; tensor++)
            {
                network.Weights[tensor].Values.CopyTo(_best[tensor].Values, 0);
            }
        }
        else
        {
            _sinceBest++;
        }

        return _sinceBest < patience;
    }

    /// <summary>Restores the best weights; without a report the network keeps its own.</summary>
    public void Restore(INeuralNetwork network)
    {
        if (_best is not null)
        {
            network.LoadWeights(_best);
        }
    }
}
