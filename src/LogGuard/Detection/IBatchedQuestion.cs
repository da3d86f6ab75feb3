namespace LogGuard.Detection;

/// <summary>
/// A question whose model judges many windows at once faster than one by one. Judging ahead changes no verdict: it only fills
/// the cache of verdicts.
/// </summary>
internal interface IBatchedQuestion : IQuestion
{
    /// <summary>Number of windows that had to be predicted since the last call.</summary>
    int TakeMissCount();

    /// <summary>Adds a window for <see cref="JudgePrepared"/>, unless it was judged before.</summary>
    void Prepare(ReadOnlySpan<int> window, int next);

    /// <summary>Judges all added windows in one prediction.</summary>
    void JudgePrepared();
}
