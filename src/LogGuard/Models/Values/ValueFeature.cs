namespace LogGuard.Models.Values;

/// <summary>One feature of a key's parameter value vectors, as training found it. Immutable.</summary>
/// <remarks>
/// A measured value x becomes y = (t(x) − mean) / deviation with t the identity or the logarithm; the error of a
/// prediction ŷ is e = y − ŷ, which is usual between centre − lower·σ and centre + upper·σ.
/// </remarks>
internal sealed record ValueFeature
{
    /// <summary>A line is not late, in seconds, up to this: a scheduler or a garbage collector may hold up any line.</summary>
    internal const double LeastDelay = 1;

    /// <summary>The parameter's name in the template, or <see cref="ParameterValueSeries.ElapsedTime"/>.</summary>
    public required string Name { get; init; }

    public required ValueFeatureKind Kind { get; init; }

    /// <summary>Whether this is the time since the session's previous event, in seconds.</summary>
    public bool IsElapsedTime { get; init; }

    /// <summary>Number of values learnt from.</summary>
    public int Count { get; init; }

    /// <summary>The values of a constant or an enumeration, ascending.</summary>
    public double[] KnownValues { get; init; } = [];

    /// <summary>Whether the logarithm is modelled; decided by which of both the validation values are likelier under.</summary>
    public bool UsesLogarithm { get; init; }

    /// <summary>What is added before the logarithm is taken.</summary>
    public double Offset { get; init; }

    /// <summary>Mean of t(x) in training.</summary>
    public double Mean { get; init; }

    /// <summary>Standard deviation of t(x) in training; above 0.</summary>
    public double Deviation { get; init; } = 1;

    /// <summary>Whether the key's network reads it and predicts it, well or not.</summary>
    public bool IsNetworkInput { get; init; }

    /// <summary>Whether the network's prediction is used; else the mean does, which the network was no better than.</summary>
    public bool UsesNetwork { get; init; }

    /// <summary>Centre of the validation errors.</summary>
    public double ErrorCentre { get; init; }

    /// <summary>σ of the validation errors; above 0.</summary>
    public double ErrorDeviation { get; init; } = 1;

    /// <summary>How far below the prediction is usual, in σ; null where no value is too low.</summary>
    public double? LowerLimit { get; init; }

    /// <summary>How far above the prediction is usual, in σ.</summary>
    public double UpperLimit { get; init; }

    /// <summary>How far above it a line is late, in σ; null for all but the elapsed time.</summary>
    public double? LateLimit { get; init; }

    /// <summary>Whether the limits come from the errors' own tail, the Gaussian having been refuted by it.</summary>
    public bool IsCalibrated { get; init; }

    /// <summary>Share of values that lies inside, 0..1.</summary>
    public double Confidence { get; init; }

    /// <summary>Whether a value of it can be unusual.</summary>
    public bool IsJudged => Kind is ValueFeatureKind.Constant or ValueFeatureKind.Enumeration or ValueFeatureKind.Measured;

    /// <summary>y of a value; one that the logarithm does not take is at its lower end.</summary>
    public double Normalise(double value) => (Transform(value, UsesLogarithm, Offset) - Mean) / Deviation;

    /// <summary>t of a value.</summary>
    internal static double Transform(double value, bool usesLogarithm, double offset) =>
        usesLogarithm ? Math.Log(Math.Max(value + offset, double.Epsilon)) : value;

    /// <summary>Judges a value.</summary>
    /// <param name="value">The value; finite.</param>
    /// <param name="predicted">ŷ; 0 is the mean.</param>
    /// <param name="judgement">What is unusual about it.</param>
    /// <param name="excess">How far out it is, in intervals' halves: above 1 for a value outside.</param>
    public bool IsUnusual(double value, double predicted, out ValueJudgement judgement, out double excess)
    {
        // Nearly every value is usual, and leaves at once.
        (judgement, excess) = (default, 0);
        if (Kind != ValueFeatureKind.Measured)
        {
            if (!IsJudged || KnownValues.AsSpan().Contains(value))
            {
                return false;
            }

            // What never happened in n trials has a chance of about one in n + 1.
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

        // Followed outwards as a memoryless tail, which gives the interval's end its own rate.
        excess = error > 0 ? error / UpperLimit : -error / LowerLimit!.Value;
        var high = Denormalise(predicted + ErrorCentre + UpperLimit * ErrorDeviation);
        var low = LowerLimit is { } lower ? Denormalise(predicted + ErrorCentre - lower * ErrorDeviation) : double.NegativeInfinity;
        judgement = new ValueJudgement(this, value, low, high, Math.Min(MostBits, ExpectedBits * excess));
        return true;
    }

    /// <summary>Whether a value is as near to another as usual values are to their prediction; one that is known by itself is only like itself.</summary>
    /// <param name="value">A value; finite.</param>
    /// <param name="other">Another; finite.</param>
    public bool IsLike(double value, double other)
    {
        if (Kind != ValueFeatureKind.Measured)
        {
            return value == other;
        }

        // What holds up any line holds up a late one, too.
        var limit = ErrorDeviation * (value < other ? LowerLimit ?? UpperLimit : UpperLimit);
        return Math.Abs(Normalise(value) - Normalise(other)) <= limit || (IsElapsedTime && Math.Abs(value - other) <= LeastDelay);
    }

    /// <summary>y of a value as history remembers it: an unusual one is drawn to the interval's end, lest it be taken for usual.</summary>
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

    private double ExpectedBits => -Math.Log2(1 - Confidence);

    private double Denormalise(double y)
    {
        var transformed = Mean + Deviation * y;
        return UsesLogarithm ? Math.Exp(transformed) - Offset : transformed;
    }
}
