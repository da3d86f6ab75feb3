using LogGuard.Neural;

namespace LogGuard.Models.Values;

/// <summary>
/// Learns a <see cref="ParameterValueModel"/> from a key's vectors. The first part is for learning. The last part, the validation
/// part, decides on each feature's predictor, on its logarithm, and on the errors that are usual.
/// </summary>
internal sealed class ParameterValueModelTrainer(INeuralEngine engine, ParameterValueTrainingOptions options)
{
    /// <summary>Least share by which a network must reduce the squared error of the mean to be used.</summary>
    internal const double LeastGain = 0.05;

    /// <summary>Fewest values with which a quantity is judged: the validation part, 60 of them, gives σ to a tenth.</summary>
    internal const int MinimumMeasured = 200;

    /// <summary>Largest share of missing values with which a feature is an input of a network.</summary>
    private const double MissingLimit = 0.1;

    /// <summary>Limit, in deviations, to which values are clipped for learning; a few extreme values would dominate the squared error.</summary>
    private const double InputLimit = 5;

    /// <summary>
    /// Most values of a session that share what may lie outside. A rate of one in a hundred thousand is as far as the tail of some
    /// hundred values can be extended.
    /// </summary>
    internal const double MostValuesPerSession = 100;

    private readonly ValueNetworkTrainer _networks = new(engine, options);
    private double _confidence = options.Confidence;

    /// <summary>
    /// Number of quantities in an average session, which share what may lie outside. Set before <see cref="Complete"/>; 1 at first.
    /// </summary>
    public double ValuesPerSession
    {
        set => _confidence = 1 - (1 - options.Confidence) / Math.Clamp(value, 1, MostValuesPerSession);
    }

    /// <summary>Learns a key's model.</summary>
    /// <param name="series">The key's vectors.</param>
    /// <param name="cancellation">Ends the training early.</param>
    public ParameterValueModel Train(ParameterValueSeries series, CancellationToken cancellation = default) =>
        Complete(Prepare(series), options.StepCount, cancellation);

    /// <summary>Classifies each feature, and measures whether the history helps to predict the next vector.</summary>
    public ValueModelDraft Prepare(ParameterValueSeries series)
    {
        var fitCount = series.Count - (int)(series.Count * options.ValidationShare);
        var columns = new double[series.Names.Length][];
        var features = new ValueFeature[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = series.Column(i);
            features[i] = Describe(series.Names[i], isElapsedTime: i == 0, columns[i], fitCount, series.Evidence(i));
        }

        // The elapsed time helps to predict the parameters; on its own it needs no network.
        if (!features.Any(feature => feature is { IsNetworkInput: true, IsElapsedTime: false }))
        {
            features[0] = features[0] with { IsNetworkInput = false };
        }

        var inputs = Enumerable.Range(0, features.Length).Where(i => features[i].IsNetworkInput).ToArray();
        var rows = new float[series.Count * inputs.Length];
        var isMissing = new bool[rows.Length];
        for (var row = 0; row < series.Count; row++)
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                var value = columns[inputs[i]][row];
                var place = row * inputs.Length + i;
                isMissing[place] = double.IsNaN(value);
                rows[place] = isMissing[place] ? 0 : (float)Math.Clamp(features[inputs[i]].Normalise(value), -InputLimit, InputLimit);
            }
        }

        var gain = inputs.Length == 0 ? 0 : LinearAutoregression.Gain(rows, inputs.Length, fitCount, options.HistoryLength);
        return new ValueModelDraft(series, features, rows, isMissing, fitCount, gain);
    }

    /// <summary>Decides on the predictor of each feature and on the errors that are usual.</summary>
    /// <param name="draft">The result of <see cref="Prepare"/>.</param>
    /// <param name="stepCount">Largest number of optimiser steps of a network; with 0 there is none, and the mean predicts.</param>
    /// <param name="cancellation">Ends the training early.</param>
    public ParameterValueModel Complete(ValueModelDraft draft, int stepCount, CancellationToken cancellation)
    {
        INeuralNetwork? network = null;
        float[] predicted = [];
        if (stepCount > 0 && draft.Gain >= LeastGain)
        {
            network = _networks.Train(draft, stepCount, cancellation);
            predicted = _networks.Predict(network, draft);
        }

        var features = draft.Features.ToArray();
        var input = 0;
        for (var i = 0; i < features.Length; i++)
        {
            if (features[i].IsNetworkInput)
            {
                var own = network is null ? [] : predicted.Where((_, place) => place % draft.InputCount == input).ToArray();
                features[i] = Bound(features[i], draft.Series, i, own);
                input++;
            }
            else if (features[i].Kind == ValueFeatureKind.Measured)
            {
                features[i] = Bound(features[i], draft.Series, i, []);
            }
        }

        var texts = draft.Series.Texts;
        var textFeatures = texts.Sets.Select((set, i) => DescribeText(texts.Names[i], set));
        if (!features.Any(feature => feature.UsesNetwork))
        {
            return new ParameterValueModel(
                draft.Series.Key, [.. features.Select(feature => feature with { IsNetworkInput = false }), .. textFeatures], null, [], Evidence(draft.Series));
        }

        var history = draft.Rows[^(options.HistoryLength * draft.InputCount)..];
        return new ParameterValueModel(draft.Series.Key, [.. features, .. textFeatures], network, history, Evidence(draft.Series));
    }

    // Copied: the series goes on.
    private static ValueEvidence?[] Evidence(ParameterValueSeries series) =>
    [
        .. Enumerable.Range(0, series.Names.Length).Select(i => series.Evidence(i)?.Without(null)),
        .. series.Texts.Sets.Select(set => set.Evidence.Without(null)),
    ];

    private ValueFeature DescribeText(string name, TextSet set) => new()
    {
        Name = name,
        IsText = true,
        Kind = set.Classify(options.Confidence, out var known),
        KnownValues = known,
        Count = (int)Math.Min(set.Count, int.MaxValue),
        Confidence = options.Confidence,
    };

    private ValueFeature Describe(string name, bool isElapsedTime, double[] column, int fitCount, ValueEvidence? evidence)
    {
        var values = Present(column);
        var fit = Present(column.AsSpan(0, fitCount));
        double[] known = [];
        var kind = isElapsedTime ? ValueFeatureKind.Measured : ValueClassifier.Classify(name, values, options.Confidence, out known, evidence);
        if (kind == ValueFeatureKind.Measured && (values.Length < MinimumMeasured || fit.Length == 0 || fit.Length == values.Length))
        {
            kind = ValueFeatureKind.TooFew;
        }

        var feature = new ValueFeature
        {
            Name = name,
            Kind = kind,
            IsElapsedTime = isElapsedTime,
            Count = values.Length,
            KnownValues = known,
            Confidence = options.Confidence,
        };
        if (kind != ValueFeatureKind.Measured)
        {
            return feature;
        }

        // Waiting times stay in seconds. If they are regular, the Gaussian fits; if not, the exponential tail used instead decays as
        // waiting times do. Limits extrapolated on a logarithmic scale come to hours.
        var (usesLogarithm, offset) = isElapsedTime ? (false, 0) : ValueTransform.Choose(fit, Present(column.AsSpan(fitCount)));
        feature = Scale(feature with { UsesLogarithm = usesLogarithm, Offset = offset }, fit);
        if (!double.IsFinite(feature.Mean + feature.Deviation))
        {
            // Values near the limits of a double: their squares overflow.
            return feature with { Kind = ValueFeatureKind.Identifier, Mean = 0, Deviation = 1 };
        }

        return feature with
        {
            IsNetworkInput = fit.Min() < fit.Max() && values.Length >= (1 - MissingLimit) * column.Length,
        };
    }

    // Decides on the predictor of a feature, by the validation part, and on the errors that are usual.
    private ValueFeature Bound(ValueFeature feature, ParameterValueSeries series, int place, float[] predicted)
    {
        if (feature.IsElapsedTime)
        {
            return BoundElapsed(feature, series.ElapsedSample());
        }

        var column = series.Column(place);
        var first = column.Length - predicted.Length;
        var meanErrors = new List<double>();
        var networkErrors = new List<double>();
        for (var i = first; i < column.Length; i++)
        {
            if (!double.IsNaN(column[i]))
            {
                meanErrors.Add(feature.Normalise(column[i]));
                networkErrors.Add(meanErrors[^1] - predicted[i - first]);
            }
        }

        var usesNetwork = networkErrors.Count > 0 && Squares(networkErrors) <= (1 - LeastGain) * Squares(meanErrors);

        // A network has smaller errors on the values it learnt from, so only validation errors count. A mean cannot overfit, so all
        // of its errors count, which shows more of the tail.
        var values = Present(column.AsSpan(usesNetwork ? first : 0));
        var errors = usesNetwork ? networkErrors : [.. values.Select(feature.Normalise)];
        var fit = ValueErrorFit.Fit([.. errors], _confidence, IsTwoSided(values), LeastDeviation(feature, values));
        return With(feature, fit) with { UsesNetwork = usesNetwork, Confidence = _confidence };
    }

    // Waiting times follow the load, so a time that was long under the load at the end of training may be usual under another
    // load: a line is late only if its time would have been long in all of training. Every line has an elapsed time, so a rate of
    // one in a thousand would raise an alarm every few sessions: hence the far limit.
    private ValueFeature BoundElapsed(ValueFeature feature, double[] values)
    {
        var fit = ValueErrorFit.Fit(
            [.. values.Select(feature.Normalise)], options.Confidence, isTwoSided: false, LeastDeviation(feature, values), isPredictive: false);
        Array.Sort(values);
        return With(feature, fit) with { LateLimit = fit.FarLimit, SlowFrom = values[(int)((1 - SlowRun.Rate) * values.Length)] };
    }

    private static double LeastDeviation(ValueFeature feature, double[] values) => ValueTransform.Resolution(values, feature) / 2 / feature.Deviation;

    private static ValueFeature With(ValueFeature feature, in ValueErrorFit fit) => feature with
    {
        ErrorCentre = fit.Centre,
        ErrorDeviation = fit.Deviation,
        LowerLimit = fit.LowerLimit,
        UpperLimit = fit.UpperLimit,
        IsCalibrated = fit.IsCalibrated,
    };

    // Mean and deviation of t(x); the deviation stays 1 if all values are equal.
    private static ValueFeature Scale(ValueFeature feature, double[] values)
    {
        var transformed = values.Select(value => ValueFeature.Transform(value, feature.UsesLogarithm, feature.Offset)).ToArray();
        var mean = transformed.Average();
        var deviation = Math.Sqrt(transformed.Average(value => (value - mean) * (value - mean)));
        return feature with { Mean = mean, Deviation = deviation > 0 ? deviation : 1 };
    }

    // A quantity that is never negative and varies so much that 0 would be usual cannot be too small.
    private bool IsTwoSided(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return values.Min() < 0 || mean - NormalDistribution.UpperQuantile((1 - options.Confidence) / 2) * deviation > 0;
    }

    private static double Squares(List<double> errors) =>
        errors.Sum(error => Math.Pow(Math.Clamp(error, -InputLimit, InputLimit), 2));

    private static double[] Present(ReadOnlySpan<double> column)
    {
        var values = new List<double>(column.Length);
        foreach (var value in column)
        {
            if (!double.IsNaN(value))
            {
                values.Add(value);
            }
        }

        return [.. values];
    }
}
