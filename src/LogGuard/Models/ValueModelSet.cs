namespace LogGuard.Models;

/// <summary>
/// The parameter value models of all keys: are an event's values usual? Confined to one thread; judging allocates
/// nothing after a key's first vector.
/// </summary>
internal sealed class ValueModelSet
{
    private readonly ParameterValueModel?[] _byKey;

    /// <param name="models">One for each key that has any, in ascending order of keys.</param>
    /// <param name="confidence">Share of values that lies inside its interval, 0..1.</param>
    public ValueModelSet(IEnumerable<ParameterValueModel> models, double confidence)
    {
        Models = [.. models];
        Confidence = confidence;
        _byKey = new ParameterValueModel?[Models.Select(model => model.Key + 1).DefaultIfEmpty(0).Max()];
        foreach (var model in Models)
        {
            _byKey[model.Key] = model;
        }
    }

    /// <summary>One for each key that has any, in ascending order of keys.</summary>
    public IReadOnlyList<ParameterValueModel> Models { get; }

    /// <summary>Share of values that lies inside its interval, 0..1.</summary>
    public double Confidence { get; }

    /// <summary>The model of a key; null where none of its values can be unusual.</summary>
    public ParameterValueModel? For(int key) => (uint)key < (uint)_byKey.Length ? _byKey[key] : null;

    /// <summary>Judges the next vector of a key, which becomes the key's history then.</summary>
    /// <param name="key">The key.</param>
    /// <param name="vector">As many values as the key's model has features.</param>
    /// <param name="judgement">The feature that is furthest out.</param>
    /// <returns>False for a key without a model.</returns>
    public bool IsUnusual(int key, ReadOnlySpan<double> vector, out ValueJudgement judgement)
    {
        if (For(key) is { } model)
        {
            return model.IsUnusual(vector, out judgement);
        }

        judgement = default;
        return false;
    }
}
