namespace LogGuard.Neural;

/// <summary>Checks what a network should have answered, so that no engine's inner loops need to.</summary>
internal static class TargetCheck
{
    /// <summary>Checks targets and gives the sum of the rows' weights.</summary>
    /// <param name="description">What the network looks like.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="classes">The true class of each row, or empty.</param>
    /// <param name="values">What each output should be, or empty.</param>
    /// <param name="weights">How much each row counts, or empty.</param>
    /// <exception cref="ArgumentException">They do not fit the rows, or something is out of its range.</exception>
    public static double WeightSum(NetworkDescription description, int rows, ReadOnlySpan<int> classes, ReadOnlySpan<float> values, ReadOnlySpan<float> weights)
    {
        bool hard = values.IsEmpty && description.Head == NetworkHead.Softmax;
        if (rows == 0 || classes.Length != (hard ? rows : 0) || (!hard && values.Length != (long)rows * description.OutputCount)
            || (weights.Length != rows && !weights.IsEmpty))
        {
            throw new ArgumentException(
                $"There are {rows} rows, {classes.Length} classes, {values.Length} values and {weights.Length} weights; each row, and there "
                + $"must be at least one, has {(hard ? "one class" : $"{description.OutputCount} values")} and, if any has, one weight.");
        }

        if (classes.ContainsAnyExceptInRange(0, description.OutputCount - 1))
        {
            throw new ArgumentException($"A target is outside 0..{description.OutputCount - 1}.");
        }

        bool probabilities = description.Head != NetworkHead.Linear;
        if (!VectorMath.AllFinite(values) || (probabilities && values.ContainsAnyExceptInRange(0, 1)))
        {
            throw new ArgumentException($"A target is not {(probabilities ? "within 0..1" : "finite")}.");
        }

        return Sum(rows, weights);
    }

    private static double Sum(int rows, ReadOnlySpan<float> weights)
    {
        double sum = weights.IsEmpty ? rows : 0;
        foreach (float weight in weights)
        {
            if (!(weight >= 0))
            {
                throw new ArgumentException($"A weight is {weight}; it must be 0 or more.", nameof(weights));
            }

            sum += weight;
        }

        return sum > 0 && double.IsFinite(sum)
            ? sum
            : throw new ArgumentException($"The sum of weights is {sum}; it must be above 0 and finite.", nameof(weights));
    }
}
