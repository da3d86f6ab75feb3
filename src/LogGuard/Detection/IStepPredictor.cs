namespace LogGuard.Detection;

/// <summary>A question that predicts the next keys, so that anomalies of other questions can list the expected steps.</summary>
internal interface IStepPredictor : IQuestion
{
    /// <summary>The most likely keys after a window, most likely first.</summary>
    /// <param name="window">The keys before, oldest first; at least <see cref="IQuestion.WindowSize"/> of them.</param>
    /// <param name="limit">Largest number of keys.</param>
    /// <returns>Keys, or END, with their probabilities.</returns>
    IReadOnlyList<(int Key, float Probability)> Expect(ReadOnlySpan<int> window, int limit);
}
