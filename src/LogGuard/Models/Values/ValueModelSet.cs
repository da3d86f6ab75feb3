namespace LogGuard.Models.Values;

/// <summary>
/// The parameter value models of all keys, which judge the values of events. Confined to one thread; judging allocates nothing
/// after a key's first vector.
/// </summary>
internal sealed class ValueModelSet
{
    private readonly ParameterValueModel?[] _byKey;

    /// <param name="models">One for each key that has a model, in ascending order of keys.</param>
    /// <param name="confidence">Share of values inside their interval, 0..1.</param>
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

    /// <summary>One for each key that has a model, in ascending order of keys.</summary>
    public IReadOnlyList<ParameterValueModel> Models { get; }

    /// <summary>Share of sessions whose quantities are all inside their intervals, 0..1.</summary>
    public double Confidence { get; }

    /// <summary>Number of times that the models have changed their minds about a value.</summary>
    public long ChangeCount
    {
        get
        {
            var count = 0L;
            for (var i = 0; i < Models.Count; i++)
            {
                count += Models[i].ChangeCount;
            }

            return count;
        }
    }

    /// <summary>Describes in a sentence which values are judged and how that was decided.</summary>
    public string Describe()
    {
        var features = Models.SelectMany(model => model.Features).ToArray();
        var measured = features.Where(feature => feature.Kind == ValueFeatureKind.Measured).ToArray();
        var texts = features.Count(feature => feature is { IsText: true, IsJudged: true });
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"judging the values of {Models.Count:N0} templates: {measured.Length:N0} quantities, inside in {Confidence * 100:0.####} % of sessions "
            + $"({measured.Count(feature => feature.IsElapsedTime):N0} of them elapsed times, {measured.Count(feature => feature.UsesLogarithm):N0} by their logarithm, "
            + $"{measured.Count(feature => feature.UsesNetwork):N0} by a network and the others by their mean, {measured.Count(feature => feature.IsCalibrated):N0} by their errors' own tail), "
            + $"{features.Count(feature => feature.Kind is ValueFeatureKind.Constant or ValueFeatureKind.Enumeration):N0} constants and enumerations{(texts == 0 ? "" : $", {Wording.Number(texts)} of them texts")} "
            + $"({Models.Sum(model => model.ProvenCount):N0} of them the same for so many days that each new value is reported; a change of the others is told once).");
    }

    /// <summary>Marks values, and values like them, as usual. Replaces all earlier marks.</summary>
    public void Learn(IEnumerable<(int Key, int Feature, string Name, double Value)> marked)
    {
        foreach (var model in Models)
        {
            model.Unlearn();
        }

        foreach (var (key, feature, name, value) in marked)
        {
            For(key)?.Learn(feature, name, value);
        }
    }

    /// <summary>Returns this set with additional models, for keys that have none here.</summary>
    public ValueModelSet With(IEnumerable<ParameterValueModel> others) =>
        new([.. Models.Concat(others.Where(other => For(other.Key) is null)).OrderBy(model => model.Key)], Confidence);

    /// <summary>The model of a key; null if none of its values can be unusual.</summary>
    public ParameterValueModel? For(int key) => (uint)key < (uint)_byKey.Length ? _byKey[key] : null;

    /// <summary>Judges the next vector of a key and adds it to the key's history.</summary>
    /// <param name="key">The key.</param>
    /// <param name="vector">One value for each feature of the key's model.</param>
    /// <param name="judgement">The feature furthest outside its interval.</param>
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
