using LogGuard.Models.Windows;

namespace LogGuard.Learning.Training;

/// <summary>The numbers of windows, each with its target, that may be in memory for each purpose.</summary>
/// <param name="megabytes">The memory limit for all windows.</param>
/// <param name="windowSize">Number of symbols in a window.</param>
internal readonly struct WindowBudget(int megabytes, int windowSize)
{
    /// <summary>
    /// Number of windows that are mixed and judged whatever the limit: with fewer, a batch of usual size would hardly be mixed.
    /// 17 MB at the largest window.
    /// </summary>
    internal const int FewestRows = 4_096;

    /// <summary>Largest number of distinct windows that are trained on in memory.</summary>
    public int Rows { get; } = (int)(((long)megabytes << 20) / ((windowSize + 1L) * sizeof(int)));

    /// <summary>
    /// Windows of a file that are mixed at a time, and held-out windows for validation: a quarter for each, since taking a sample
    /// needs two. More than a feed mixes by default are of no use.
    /// </summary>
    public int PartRows => Math.Clamp(Rows / 4, FewestRows, WindowFileFeed.DefaultBufferSize);

    /// <summary>
    /// Windows of the sessions by which thresholds are chosen, which are cached meanwhile: half, since their table doubles as it
    /// grows. The other windows are not needed any more by then.
    /// </summary>
    public int JudgedRows => Math.Max(Rows / 2, FewestRows);
}
