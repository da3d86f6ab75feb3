using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>A question that predicts the next keys, so that anomalies of other questions can list the expected steps.</summary>
internal interface IStepPredictor : IQuestion
{
    /// <summary>The most likely keys after a window, most likely first.</summary>
    /// <param name="window">The keys before, oldest first; at least <see cref="IQuestion.WindowSize"/> of them.</param>
    /// <param name="limit">Largest number of keys.</param>
    /// <returns>Keys, or END, with their probabilities.</returns>
    IReadOnlyList<(int Key, float Probability)> Expect(ReadOnlySpan<int> window, int limit);

    /// <summary>
    /// Whether a learnt key is expected next in a session, and more likely than any of the learnt keys by chance: one that is expected
    /// only because the evidence is small does not count.
    /// </summary>
    /// <param name="session">The session so far.</param>
    /// <param name="key">The learnt key.</param>
    /// <param name="chance">Its probability, 0..1.</param>
    bool Expects(Session session, int key, out double chance)
    {
        chance = 0;
        return false;
    }
}
