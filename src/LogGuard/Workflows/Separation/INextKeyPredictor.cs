namespace LogGuard.Workflows.Separation;

/// <summary>Predicts the next key after histories of different lengths.</summary>
internal interface INextKeyPredictor
{
    /// <summary>The longest history that a prediction can look back on.</summary>
    int MaxHistory { get; }

    /// <summary>Predicts the keys after a history.</summary>
    /// <param name="history">The last keys, oldest first, 1 to <see cref="MaxHistory"/> of them.</param>
    /// <returns>Keys with their probabilities, the most likely first; empty where the history says nothing.</returns>
    IReadOnlyList<NextKeyChance> Predict(ReadOnlySpan<int> history);
}

/// <summary>A key that may follow.</summary>
/// <param name="Key">The key.</param>
/// <param name="Probability">Its probability, 0..1.</param>
internal readonly record struct NextKeyChance(int Key, double Probability);
