namespace LogGuard.Neural;

/// <summary>The right answers of a network for the rows of a batch.</summary>
/// <remarks>The caller may fill the same object again for the next batch: an engine keeps nothing of it.</remarks>
public sealed class NetworkTargets
{
    /// <summary>
    /// The true class of each row, 0..OutputCount-1, (rows); for <see cref="NetworkHead.Softmax"/> without <see cref="Values"/>,
    /// otherwise empty.
    /// </summary>
    public ReadOnlyMemory<int> Classes { get; set; }

    /// <summary>
    /// The right value of each output, row-major, (rows, OutputCount): numbers for <see cref="NetworkHead.Linear"/>, facts within 0..1
    /// for <see cref="NetworkHead.Sigmoid"/>, soft labels within 0..1 for <see cref="NetworkHead.Softmax"/>.
    /// </summary>
    public ReadOnlyMemory<float> Values { get; set; }

    /// <summary>Weight of each row in the loss, 0 or more, (rows); empty if all rows weigh 1.</summary>
    public ReadOnlyMemory<float> Weights { get; set; }

    /// <summary>Checks that the targets match a network and a batch, so that an engine's inner loops need no checks.</summary>
    /// <param name="description">The network.</param>
    /// <param name="rowCount">Number of rows of the batch.</param>
    /// <returns>The sum of the rows' weights, by which the loss is divided.</returns>
    /// <exception cref="ArgumentException">
    /// There are no rows, a number of targets or weights is wrong, or a target, a weight or the sum of weights is out of range.
    /// </exception>
    public double Check(NetworkDescription description, int rowCount)
    {
        ArgumentNullException.ThrowIfNull(description);
        return TargetValidation.WeightSum(description, rowCount, Classes.Span, Values.Span, Weights.Span);
    }
}
