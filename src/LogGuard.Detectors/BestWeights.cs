using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>The weights of a network with the lowest loss so far, and whether it is time to stop.</summary>
/// <param name="network">The network.</param>
/// <param name="patience">Passes without a lower loss after which the training is over.</param>
internal sealed class BestWeights(INeuralNetwork network, int patience)
{
    private NamedTensor[] _weights = [];
    private int _sinceBest;

    /// <summary>The lowest loss; infinite before the first.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether the loss has not fallen for long enough.</summary>
    public bool IsOver => _sinceBest >= patience;

    /// <summary>Takes the loss of held-out data after a pass.</summary>
    public void Offer(double loss)
    {
        _sinceBest++;
        if (loss < Loss)
        {
            (Loss, _sinceBest) = (loss, 0);
            _weights = [.. network.Weights.Select(tensor => tensor with { Values = [.. tensor.Values] })];
        }
    }

    /// <summary>Gives the network the weights with the lowest loss.</summary>
    public void Restore()
    {
        if (_weights.Length > 0)
        {
            network.LoadWeights(_weights);
        }
    }
}
