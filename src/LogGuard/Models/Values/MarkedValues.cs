namespace LogGuard.Models.Values;

/// <summary>
/// The values of one log key that were marked normal (DeepLog, section 3.3). A marked value has a cause that training did not show, and
/// values with that cause are assumed to scatter around it as other values scatter around their prediction. So each marked value
/// gets an interval of its own, as wide as the predicted one; values outside all intervals stay unusual. Network, interval and
/// history do not change: verdicts cannot drift, the order of answers has no effect, and any answer can be taken back. Differs
/// from the paper, which continues to train the network.
/// </summary>
internal sealed class MarkedValues(ValueFeature[] features)
{
    private double[]?[]? _marked;

    /// <summary>Marks a value, and values like it, as usual.</summary>
    /// <param name="feature">Index of its feature.</param>
    /// <param name="name">Name of the feature; if the feature at the index has another name now, nothing is learnt.</param>
    /// <param name="value">The value; finite.</param>
    public void Add(int feature, string name, double value)
    {
        if ((uint)feature >= (uint)features.Length || features[feature].Name != name)
        {
            return;
        }

        _marked ??= new double[]?[features.Length];
        _marked[feature] = [.. _marked[feature] ?? [], value];
    }

    /// <summary>Forgets all marked values.</summary>
    public void Clear() => _marked = null;

    /// <summary>Whether a value is like one that was marked normal. Called for unusual values only.</summary>
    public bool Contains(int feature, double value)
    {
        foreach (var marked in _marked?[feature] ?? [])
        {
            if (features[feature].IsLike(value, marked))
            {
                return true;
            }
        }

        return false;
    }
}
