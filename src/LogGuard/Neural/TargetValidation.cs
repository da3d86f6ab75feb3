namespace LogGuard.Neural;

/// <summary>Checks the targets of a batch, so that no engine's inner loops need checks.</summary>
internal static class TargetValidation
{
    /// <summary>Checks targets and returns the sum of the rows' weights.</summary>
    /// <param name="description">The network.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="classes">The true class of each row, or empty.</param>
    /// <param name="values">The right value of each output, or empty.</param>
    /// <param name="weights">Weight of each row, or empty.</param>
    /// <exception cref="ArgumentException">The numbers do not match the rows, or something is out of range.</exception>
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
