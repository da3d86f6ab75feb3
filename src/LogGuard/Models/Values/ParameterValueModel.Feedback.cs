namespace LogGuard.Models.Values;

/// <summary>
/// What a model learns from values that were marked normal (DeepLog, section 3.3). A marked value stands for a way to come
/// about that training did not show, and values that come about so scatter about it as the others scatter about their
/// prediction: usual is, beside the interval, one like it about each marked value. What lies between both stays unusual,
/// and so does all else: neither the network, nor the interval, nor the history changes, so that no verdict can drift, the
/// order of answers is of no matter, and any can be taken back. Differs from the paper, which goes on training the network.
/// </summary>
internal sealed partial class ParameterValueModel
{
    private double[]?[]? _marked;

    /// <summary>Takes a value as usual, and its like.</summary>
    /// <param name="feature">The place of its feature.</param>
    /// <param name="name">The feature's name; where another one is in its place now, nothing is learnt.</param>
    /// <param name="value">The value; finite.</param>
    public void Learn(int feature, string name, double value)
    {
        if ((uint)feature >= (uint)_features.Length || _features[feature].Name != name)
        {
            return;
        }

        _marked ??= new double[]?[_features.Length];
        _marked[feature] = [.. _marked[feature] ?? [], value];
    }

    /// <summary>Goes back to what training taught.</summary>
    public void Unlearn() => _marked = null;

    // Asked of unusual values only.
    private bool IsMarked(int feature, double value)
    {
        foreach (var marked in _marked?[feature] ?? [])
        {
            if (_features[feature].IsLike(value, marked))
            {
                return true;
            }
        }

        return false;
    }
}
