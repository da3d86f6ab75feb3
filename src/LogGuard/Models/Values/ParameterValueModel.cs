using LogGuard.Neural;

namespace LogGuard.Models.Values;

/// <summary>
/// The parameter value model of one log key (Du et al., DeepLog, CCS 2017, section 3.2): the key's vectors are a time
/// series, an LSTM predicts the next one from a short history, and a value is unusual outside the confidence interval of
/// the prediction's errors. A feature that the LSTM predicts no better than the mean does is predicted by the mean. The
/// elapsed time always is, which differs from the paper: it follows the load, and with a prediction by the LSTM, lines of a
/// log whose load had fallen towards the end of training were late as soon as the load rose again.
/// Confined to one thread; judging allocates nothing after the first vector.
/// </summary>
internal sealed partial class ParameterValueModel
{
    private readonly ValueFeature[] _features;
    private readonly string[] _parameterNames;
    private readonly string[] _textNames;
    private readonly float[] _startHistory;
    private readonly NetworkBatch? _batch;

    // The normalised vectors of the network's inputs, oldest first, (steps, inputs), and its prediction, (inputs).
    private readonly float[] _history;
    private readonly float[] _predicted;
    private readonly float[] _next;
    private readonly bool[] _wasUnusual;
    private readonly MarkedValues _marked;
    private readonly bool[] _isDuration;

    // One for each constant and enumeration; null for other features.
    private readonly ValueWatch?[] _watches;

    // Of each quantity that is no duration: whether it was found to be a counter while detecting.
    private readonly bool[] _isCounter;
    private readonly TrendRun[] _trends;
    private SlowRun _slow;

    /// <param name="key">The log key.</param>
    /// <param name="features">The features, the elapsed time first and the texts last.</param>
    /// <param name="network">Predicts the features that use it; null if none does.</param>
    /// <param name="startHistory">The normalised vectors of the network's inputs that detection begins with, (steps, inputs); empty without a network.</param>
    /// <param name="evidence">The evidence of the lines learnt for each feature; null where that is not known, as in snapshots of earlier versions.</param>
    public ParameterValueModel(
        int key, ValueFeature[] features, INeuralNetwork? network, float[] startHistory, IReadOnlyList<ValueEvidence?>? evidence = null)
    {
        Key = key;
        Network = network;
        _features = features;
        _marked = new MarkedValues(features);
        _watches = [.. features.Select((feature, i) => WatchOf(feature, evidence?[i]))];
        var inputCount = features.Count(feature => feature.IsNetworkInput);
        if ((network?.Description.OutputCount ?? 0) != inputCount || (network is null) != (startHistory.Length == 0)
            || startHistory.Length % Math.Max(inputCount, 1) != 0)
        {
            throw new ArgumentException("The network, its inputs and its history do not fit together.", nameof(network));
        }

        _startHistory = startHistory;
        _history = [.. startHistory];
        _predicted = new float[inputCount];
        _next = new float[inputCount];
        _wasUnusual = new bool[inputCount];
        _isDuration = [.. features.Select(feature => feature.IsElapsedTime || (!feature.IsText && DurationName.Is(feature.Name)))];
        _isCounter = new bool[features.Length];
        _trends = new TrendRun[features.Length];
        _parameterNames = [.. features.Skip(1).Where(feature => !feature.IsText).Select(feature => feature.Name)];
        _textNames = [.. features.Where(feature => feature.IsText).Select(feature => feature.IsJudged ? feature.Name : TextSeries.NotRead)];
        JudgesParameters = features.Any(feature => feature is { IsElapsedTime: false, IsText: false, IsJudged: true });
        JudgesTexts = features.Any(feature => feature is { IsText: true, IsJudged: true });
        if (network is not null)
        {
            _batch = new NetworkBatch(new SourceBatch { StepCount = startHistory.Length / inputCount, Values = _history }) { RowCount = 1 };
        }
    }

    public int Key { get; }

    /// <summary>The features, the elapsed time first and the texts last.</summary>
    public IReadOnlyList<ValueFeature> Features => _features;

    /// <summary>Names of the numbers after the elapsed time.</summary>
    public ReadOnlySpan<string> ParameterNames => _parameterNames;

    /// <summary>Names of the texts after the numbers, with <see cref="TextSeries.NotRead"/> in the place of those that cannot be unusual.</summary>
    public ReadOnlySpan<string> TextNames => _textNames;

    /// <summary>Predicts the next vector; null if no feature uses it.</summary>
    public INeuralNetwork? Network { get; }

    /// <summary>The network's history before the first vector, (steps, inputs).</summary>
    public ReadOnlySpan<float> StartHistory => _startHistory;

    /// <summary>Whether any feature can be unusual.</summary>
    public bool IsJudged => _features[0].IsJudged || JudgesParameters || JudgesTexts;

    /// <summary>Whether any number but the elapsed time can be unusual, so that an event's numbers must be read.</summary>
    public bool JudgesParameters { get; }

    /// <summary>Whether any text can be unusual, so that an event's texts must be read.</summary>
    public bool JudgesTexts { get; }

    /// <summary>Describes the network of a model.</summary>
    public static NetworkDescription Describe(int inputCount, int hiddenSize) => new()
    {
        OutputCount = inputCount,
        Head = NetworkHead.Linear,
        Sources = [new NetworkSource { ValueCount = inputCount, Recurrent = new RecurrentStack { HiddenSize = hiddenSize } }],
    };

    /// <summary>Judges the next vector and adds it to the history.</summary>
    /// <param name="vector">One value for each feature; values that are not finite count as missing and are not judged.</param>
    /// <param name="judgement">The feature furthest outside its interval.</param>
    /// <param name="timestamp">When the line came, in UTC ticks; 0 if that is not known, so that <see cref="SlowRun"/> is not asked.</param>
    /// <param name="occasion">When, and by which process, the line was logged.</param>
    public bool IsUnusual(ReadOnlySpan<double> vector, out ValueJudgement judgement, long timestamp = 0, Occasion occasion = default)
    {
        if (Network is not null)
        {
            Network.Predict(_batch!, _predicted);
        }

        judgement = default;
        SameChange = -1;
        var (isUnusual, largest, input) = (false, double.NegativeInfinity, 0);
        for (var i = 0; i < _features.Length; i++)
        {
            var feature = _features[i];
            var predicted = feature.UsesNetwork ? _predicted[input] : 0;
            var isFeatureUnusual = false;
            if (_watches[i] is { } watch)
            {
                if (double.IsFinite(vector[i]) && IsChange(watch, i, vector[i], occasion, out var change, out var distance)
                    && distance > largest)
                {
                    (isUnusual, largest, judgement) = (true, distance, change);
                }
            }
            else if (feature.IsJudged && !_isCounter[i] && double.IsFinite(vector[i]))
            {
                isFeatureUnusual = feature.IsUnusual(vector[i], predicted, out var found, out var excess);
                if (isFeatureUnusual && excess > largest && !_marked.Contains(i, vector[i]))
                {
                    (isUnusual, largest, judgement) = (true, excess, found);
                }

                FollowTrend(i, vector[i], isFeatureUnusual ? (vector[i] > found.High ? 1 : -1) : 0);
            }

            if (feature.IsNetworkInput)
            {
                // A single unusual value says nothing about the next one. A second in a row is taken for a new level, which the
                // history follows, one interval at a time.
                _next[input] = isFeatureUnusual && !_wasUnusual[input]
                    ? (float)predicted
                    : (float)feature.NormaliseForHistory(vector[i], predicted);
                _wasUnusual[input++] = isFeatureUnusual;
            }
        }

        if (_next.Length > 0)
        {
            _history.AsSpan(_next.Length).CopyTo(_history);
            _next.CopyTo(_history.AsSpan(_history.Length - _next.Length));
        }

        // Nearly no line comes after a second, and few come near one that did.
        if ((vector[0] > ValueFeature.LeastDelay || !_slow.IsIdle) && timestamp > 0 && IsSlowAgain(vector[0], timestamp) && !isUnusual)
        {
            judgement = _features[0].JudgeSlow(vector[0], _slow);
            return true;
        }

        return isUnusual;
    }

    /// <summary>
    /// Replaces the unusual values of the vector that was judged last, so that they are not learnt as usual: measured values by the
    /// end of their interval, others by a missing value. Values marked normal stay.
    /// </summary>
    /// <param name="vector">The vector.</param>
    public void DrawIn(Span<double> vector)
    {
        for (var (i, input) = (0, 0); i < _features.Length; i++)
        {
            var feature = _features[i];
            var predicted = feature.UsesNetwork ? _predicted[input] : 0;
            input += feature.IsNetworkInput ? 1 : 0;
            if (feature.IsJudged && !_isCounter[i] && double.IsFinite(vector[i]) && _watches[i]?.Knows(vector[i]) != true
                && feature.IsUnusual(vector[i], predicted, out var found, out _) && !_marked.Contains(i, vector[i]))
            {
                vector[i] = vector[i] < found.Low ? found.Low : vector[i] > found.High ? found.High : double.NaN;
            }
        }
    }

    /// <summary>Makes the durations of a vector missing values: those of a process that has just started are long.</summary>
    public void LeaveOutDurations(Span<double> vector)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = _isDuration[i] ? double.NaN : vector[i];
        }
    }

    private static ValueWatch? WatchOf(ValueFeature feature, ValueEvidence? evidence) =>
        feature.Kind is ValueFeatureKind.Constant or ValueFeatureKind.Enumeration
            ? new ValueWatch(evidence ?? ValueEvidence.Of(feature.KnownValues), feature.Confidence)
            : null;

    private bool IsSlowAgain(double elapsed, long timestamp)
    {
        if (!_features[0].IsJudged || !double.IsFinite(elapsed))
        {
            return false;
        }

        var isSlow = _features[0].IsSlow(elapsed) && !_marked.Contains(0, elapsed);
        var bits = -ValueErrorFit.FarPower * Math.Log2(1 - _features[0].Confidence);
        return _slow.Add(isSlow, timestamp, (long)(elapsed * TimeSpan.TicksPerSecond), bits) && isSlow;
    }

    /// <inheritdoc cref="MarkedValues.Add"/>
    public void Learn(int feature, string name, double value) => _marked.Add(feature, name, value);

    /// <summary>Forgets all marked values.</summary>
    public void Unlearn() => _marked.Clear();

    /// <summary>Restores the history at the end of training.</summary>
    public void Reset()
    {
        _startHistory.CopyTo(_history, 0);
        _slow = default;
        _wasUnusual.AsSpan().Clear();
    }
}
