namespace LogGuard.Models.Values;

/// <summary>One feature of a key's parameter value vectors, with the results of training. Immutable.</summary>
/// <remarks>
/// A measured value x becomes y = (t(x) − mean) / deviation with t the identity or the logarithm; the error of a
/// prediction ŷ is e = y − ŷ, which is usual between centre − lower·σ and centre + upper·σ.
/// </remarks>
internal sealed record ValueFeature
{
    /// <summary>Delay in seconds up to which a line is not late: a scheduler or a garbage collector may delay any line.</summary>
    internal const double LeastDelay = 1;

    /// <summary>
    /// Least ratio of a slow time to the usual one with which slow ones are counted. Of waiting times without memory, which follow the
    /// load, 99 % are within seven times their median: a quiet hour makes all of them longer. Beyond twenty the long ones are another
    /// thing than the usual step.
    /// </summary>
    internal const double SlowRatio = 20;

    /// <summary>The parameter's name in the template, or <see cref="ParameterValueSeries.ElapsedTime"/>.</summary>
    public required string Name { get; init; }

    public required ValueFeatureKind Kind { get; init; }

    /// <summary>Whether this is the time since the session's previous event, in seconds.</summary>
    public bool IsElapsedTime { get; init; }

    /// <summary>Whether its values are marks of texts; see <see cref="LogGuard.Primitives.TextMark"/>.</summary>
    public bool IsText { get; init; }

    /// <summary>Number of values learnt from.</summary>
    public int Count { get; init; }

    /// <summary>The values of a constant or an enumeration, ascending.</summary>
    public double[] KnownValues { get; init; } = [];

    /// <summary>Whether the logarithm is modelled: the form under which the validation values are more likely.</summary>
    public bool UsesLogarithm { get; init; }

    /// <summary>Number added before the logarithm is taken.</summary>
    public double Offset { get; init; }

    /// <summary>Mean of t(x) in training.</summary>
    public double Mean { get; init; }

    /// <summary>Standard deviation of t(x) in training; above 0.</summary>
    public double Deviation { get; init; } = 1;

    /// <summary>Whether the key's network reads and predicts the feature, well or not.</summary>
    public bool IsNetworkInput { get; init; }

    /// <summary>Whether the network's prediction is used; otherwise the mean predicts, because the network was not better.</summary>
    public bool UsesNetwork { get; init; }

    /// <summary>Centre of the validation errors.</summary>
    public double ErrorCentre { get; init; }

    /// <summary>σ of the validation errors; above 0.</summary>
    public double ErrorDeviation { get; init; } = 1;

    /// <summary>Usual distance below the prediction, in σ; null if no value is too low.</summary>
    public double? LowerLimit { get; init; }

    /// <summary>Usual distance above the prediction, in σ.</summary>
    public double UpperLimit { get; init; }

    /// <summary>Distance above the prediction from which on a line is late, in σ; null for all features but the elapsed time.</summary>
    public double? LateLimit { get; init; }

    /// <summary>The elapsed time that one in a hundred exceeds, in seconds; null for all features but the elapsed time, and in snapshots of earlier versions.</summary>
    public double? SlowFrom { get; init; }

    /// <summary>Whether the limits come from the errors' own tail, which refuted the Gaussian.</summary>
    public bool IsCalibrated { get; init; }

    /// <summary>Share of values inside the interval, 0..1.</summary>
    public double Confidence { get; init; }

    /// <summary>Whether a value of the feature can be unusual.</summary>
    public bool IsJudged => Kind is ValueFeatureKind.Constant or ValueFeatureKind.Enumeration or ValueFeatureKind.Measured;

    /// <summary>y of a value; a value without a logarithm counts as the smallest positive number.</summary>
    public double Normalise(double value) => (Transform(value, UsesLogarithm, Offset) - Mean) / Deviation;

    /// <summary>t of a value.</summary>
    internal static double Transform(double value, bool usesLogarithm, double offset) =>
        usesLogarithm ? Math.Log(Math.Max(value + offset, double.Epsilon)) : value;

    /// <summary>Judges a value.</summary>
    /// <param name="value">The value; finite.</param>
    /// <param name="predicted">ŷ; 0 is the mean.</param>
    /// <param name="judgement">The verdict on an unusual value.</param>
    /// <param name="excess">Distance from the prediction in half intervals: above 1 for a value outside.</param>
    public bool IsUnusual(double value, double predicted, out ValueJudgement judgement, out double excess)
    {
        // Nearly every value is usual and returns at once.
        (judgement, excess) = (default, 0);
        if (Kind != ValueFeatureKind.Measured)
        {
            if (!IsJudged || KnownValues.AsSpan().Contains(value))
            {
                return false;
            }

            // An event that never happened in n trials has a probability of about 1/(n + 1).
            var surprise = Math.Log2(Count + 1.0);
            excess = surprise / ExpectedBits;
            judgement = new ValueJudgement(this, value, double.NaN, double.NaN, surprise);
            return true;
        }

        if (IsElapsedTime && value <= LeastDelay)
        {
            return false;
        }

        var error = (Normalise(value) - predicted - ErrorCentre) / ErrorDeviation;
        if (error <= (LateLimit ?? UpperLimit) && !(-error > LowerLimit))
        {
            return false;
        }

        // Extrapolated as an exponential tail that has the interval's rate at the interval's end.
        excess = error > 0 ? error / UpperLimit : -error / LowerLimit!.Value;
        var high = Denormalise(predicted + ErrorCentre + UpperLimit * ErrorDeviation);
        var low = LowerLimit is { } lower ? Denormalise(predicted + ErrorCentre - lower * ErrorDeviation) : double.NegativeInfinity;
        judgement = new ValueJudgement(this, value, low, high, Math.Min(MostBits, ExpectedBits * excess));
        return true;
    }

    /// <summary>Whether an elapsed time is one of the long ones, late or not; see <see cref="SlowRun"/>.</summary>
    public bool IsSlow(double value) =>
        SlowFrom is { } slow && value > LeastDelay && value > slow
        && Math.Max(slow, LeastDelay) >= SlowRatio * Denormalise(ErrorCentre);

    /// <summary>The verdict on an elapsed time that is slow as others before it.</summary>
    public ValueJudgement JudgeSlow(double value, in SlowRun run) =>
        new(this, value, double.NegativeInfinity, SlowFrom ?? LeastDelay, Math.Min(MostBits, run.Bits)) { RecentLines = run.Lines, RecentSlow = run.Slow };

    /// <summary>Whether a value is as near to another as usual values are to their prediction. A value of a constant or an enumeration is only like itself.</summary>
    /// <param name="value">A value; finite.</param>
    /// <param name="other">Another; finite.</param>
    public bool IsLike(double value, double other)
    {
        if (Kind != ValueFeatureKind.Measured)
        {
            return value == other;
        }

        // Times that differ by a delay that any line may have are alike.
        var limit = ErrorDeviation * (value < other ? LowerLimit ?? UpperLimit : UpperLimit);
        return Math.Abs(Normalise(value) - Normalise(other)) <= limit || (IsElapsedTime && Math.Abs(value - other) <= LeastDelay);
    }

    /// <summary>y of a value for the history: an unusual value is moved to the end of its interval, so that it is not learnt as usual.</summary>
    public double NormaliseForHistory(double value, double predicted)
    {
        if (!double.IsFinite(value))
        {
            return predicted;
        }

        var highest = predicted + ErrorCentre + UpperLimit * ErrorDeviation;
        var lowest = predicted + ErrorCentre - (LowerLimit ?? UpperLimit) * ErrorDeviation;
        return Math.Max(lowest, Math.Min(highest, Normalise(value)));
    }

    private const double MostBits = 100;

    /// <summary>Surprise of a value at the end of the interval, in bits.</summary>
    internal double ExpectedBits => -Math.Log2(1 - Confidence);

    private double Denormalise(double y)
    {
        var transformed = Mean + Deviation * y;
        return UsesLogarithm ? Math.Exp(transformed) - Offset : transformed;
    }
}
