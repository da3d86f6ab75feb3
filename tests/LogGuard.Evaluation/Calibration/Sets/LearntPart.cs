namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>Chooses the sessions to learn.</summary>
internal static class LearntPart
{
    /// <summary>The first ones, or some that are drawn at random, without replacement.</summary>
    public static T[] Of<T>(IEnumerable<T> pool, int count, bool isDrawn, int seed)
    {
        T[] order = [.. pool];
        if (isDrawn)
        {
            new Random(seed).Shuffle(order);
        }

        return order[..count];
    }
}
