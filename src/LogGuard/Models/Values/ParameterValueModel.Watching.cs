using LogGuard.Primitives;

namespace LogGuard.Models.Values;

/// <summary>Watches the constants and enumerations, and changes its mind about them.</summary>
internal sealed partial class ParameterValueModel
{
    private long _counterCount;

    /// <summary>
    /// Index of a feature whose value, in the vector judged last, belongs to a change that was told, so that it was not reported
    /// again; -1 if there is none.
    /// </summary>
    public int SameChange { get; private set; } = -1;

    /// <summary>Number of times that the model has changed its mind about a feature.</summary>
    public long ChangeCount
    {
        get
        {
            var count = _counterCount;
            foreach (var watch in _watches)
            {
                count += watch?.ChangeCount ?? 0;
            }

            return count;
        }
    }

    /// <summary>Indices of the quantities that were found to be counters while detecting, ascending.</summary>
    public int[] Counters => [.. Enumerable.Range(0, _isCounter.Length).Where(i => _isCounter[i])];

    /// <summary>Number of constants and enumerations of which a change is a surprise.</summary>
    public int ProvenCount => _watches.Count(watch => watch?.IsProven(default) == true);

    /// <summary>The states of the watched features; null for other features.</summary>
    public ValueWatchState?[] WatchStates => [.. _watches.Select(watch => watch?.State)];

    /// <summary>Records that an unusual value was told. Has no effect on a measured value.</summary>
    public void Tell(int feature, double value, in Occasion occasion) => _watches[feature]?.Tell(value, occasion);

    /// <summary>Records that an unusual value is one of those marked anomalous, which must not become usual.</summary>
    public void Refuse(int feature) => _watches[feature]?.Refuse();

    /// <summary>The verdict on a value that a constant or an enumeration did not have.</summary>
    public ValueJudgement JudgeChange(int feature, double value, in Occasion occasion)
    {
        var (own, watch) = (_features[feature], _watches[feature]!);
        var isProven = watch.IsSurprise(occasion);

        // An event that never happened in n trials has a probability of about 1/(n + 1). Of a value that may differ by day, each day
        // is one trial, however many lines it has.
        var surprise = Math.Log2((isProven ? own.Count : watch.Days + 1) + 1.0);
        return new ValueJudgement(own, value, double.NaN, double.NaN, surprise) { IsFirstChange = !isProven, Known = watch.Usual };
    }

    /// <summary>Whether a value belongs to a change that was told and has not lasted so far.</summary>
    public bool IsPending(int feature, double value) =>
        (uint)feature < (uint)_watches.Length && _watches[feature] is { } watch && watch.Pending.Contains(value) && !_marked.Contains(feature, value);

    /// <summary>The watched features with values that training had not learnt.</summary>
    public IEnumerable<ValueChange> Changes
    {
        get
        {
            for (var i = 0; i < _watches.Length; i++)
            {
                if (_watches[i] is not { } watch)
                {
                    continue;
                }

                var known = _features[i].KnownValues;
                double[] usual = [.. watch.Usual.Where(value => !known.Contains(value))];
                double[] pending = [.. watch.Pending.ToArray().Where(value => !known.Contains(value) && !_marked.Contains(i, value))];
                if (watch.IsAdopted || usual.Length > 0 || pending.Length > 0)
                {
                    yield return new ValueChange(i, _features[i].Name, known, usual, pending);
                }
            }
        }
    }

    /// <summary>Continues what an earlier model of the key has found out while detecting.</summary>
    public void TakeOver(ParameterValueModel earlier)
    {
        for (var i = 0; i < _features.Length; i++)
        {
            for (var j = 0; j < earlier._features.Length; j++)
            {
                if (_features[i].Name != earlier._features[j].Name || _features[i].IsText != earlier._features[j].IsText)
                {
                    continue;
                }

                _isCounter[i] |= earlier._isCounter[j] && _features[i].Kind == ValueFeatureKind.Measured;
                if (earlier._watches[j] is { } watch)
                {
                    _watches[i]?.TakeOver(watch);
                }
            }
        }
    }

    /// <summary>Restores the states of <see cref="WatchStates"/>, which were checked.</summary>
    /// <exception cref="InvalidDataException">They are not of this model.</exception>
    public void RestoreWatches(IReadOnlyList<ValueWatchState?> states)
    {
        SavedData.Require(states.Count == _watches.Length, $"the features of key {Key} have another number of states");
        for (var i = 0; i < _watches.Length; i++)
        {
            if (_watches[i] is { } watch && states[i] is { } state)
            {
                SavedData.Require(state.IsSound(), $"a feature of key {Key} has an impossible state");
                watch.Restore(state);
            }
        }
    }

    /// <summary>Restores <see cref="Counters"/>.</summary>
    /// <exception cref="InvalidDataException">They are not of this model.</exception>
    public void RestoreCounters(IEnumerable<int> counters)
    {
        foreach (var feature in counters)
        {
            SavedData.Require((uint)feature < (uint)_features.Length && _features[feature].Kind == ValueFeatureKind.Measured, $"a counter of key {Key} is none");
            _isCounter[feature] = true;
        }
    }

    private void FollowTrend(int feature, double value, int side)
    {
        if (!_isDuration[feature] && _trends[feature].Add(value, side))
        {
            _isCounter[feature] = true;
            _counterCount++;
        }
    }

    private bool IsChange(ValueWatch watch, int feature, double value, in Occasion occasion, out ValueJudgement judgement, out double excess)
    {
        (judgement, excess) = (default, 0);
        var sight = watch.See(value, occasion);
        if (sight == ValueSight.Usual || _marked.Contains(feature, value))
        {
            return false;
        }

        if (sight == ValueSight.SameChange)
        {
            SameChange = feature;
            return false;
        }

        judgement = JudgeChange(feature, value, occasion);
        excess = judgement.Surprise / _features[feature].ExpectedBits;
        return true;
    }
}
