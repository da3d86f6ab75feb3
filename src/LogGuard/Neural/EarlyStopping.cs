namespace LogGuard.Neural;

/// <summary>
/// Keeps the weights that did best on held-out data and says when training has stopped to help (Prechelt, 1998: stop
/// after a number of validations in a row without a new best).
/// </summary>
/// <param name="patience">Validations in a row without improvement after which to stop; by default it never says so.</param>
/// <param name="minimumImprovement">By how much a loss must be below the best one to count as better.</param>
internal sealed class EarlyStopping(int patience = int.MaxValue, double minimumImprovement = 0)
{
    private NamedTensor[]? _best;
    private int _sinceBest;

    /// <summary>The least loss reported so far.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>Takes a validation loss, and a copy of the weights if it is the best; NaN is never the best.</summary>
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

    /// <summary>Gives the network the best weights back; without any report it keeps its own.</summary>
    public void Restore(INeuralNetwork network)
    {
        if (_best is not null)
        {
            network.LoadWeights(_best);
        }
    }
}
