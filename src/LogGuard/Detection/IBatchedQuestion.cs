namespace LogGuard.Detection;

/// <summary>
/// A question whose model judges many windows at once faster than one by one. Looking ahead changes no verdict: it only fills
/// the memory of verdicts.
/// </summary>
internal interface IBatchedQuestion : IQuestion
{
    /// <summary>How many windows had to be predicted since this was last asked.</summary>
    int TakeMissCount();

    /// <summary>Notes a window to be judged with others by <see cref="JudgePrepared"/>, unless it was judged before.</summary>
    void Prepare(ReadOnlySpan<int> window, int next);

    /// <summary>Judges all windows noted, in one prediction.</summary>
    void JudgePrepared();
}
