namespace LogGuard.Models.Values;

/// <summary>
/// Learns from values that were marked normal (DeepLog, section 3.3). A marked value has a cause that training did not show, and
/// values with that cause are assumed to scatter around it as other values scatter around their prediction. So each marked value
/// gets an interval of its own, as wide as the predicted one; values outside all intervals stay unusual. Network, interval and
/// history do not change: verdicts cannot drift, the order of answers has no effect, and any answer can be taken back. Differs
/// from the paper, which continues to train the network.
/// </summary>
internal sealed partial class ParameterValueModel
{
    private double[]?[]? _marked;

    /// <summary>Marks a value, and values like it, as usual.</summary>
    /// <param name="feature">Index of its feature.</param>
    /// <param name="name">Name of the feature; if the feature at the index has another name now, nothing is learnt.</param>
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

    /// <summary>Forgets all marked values.</summary>
    public void Unlearn() => _marked = null;

    // Called for unusual values only.
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
