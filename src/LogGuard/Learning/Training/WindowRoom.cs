using LogGuard.Models.Windows;

namespace LogGuard.Learning.Training;

/// <summary>How many windows, each with its target, may be in memory for what.</summary>
/// <param name="megabytes">What all may take.</param>
/// <param name="windowSize">Number of symbols in a window.</param>
internal readonly struct WindowRoom(int megabytes, int windowSize)
{
    /// <summary>
    /// However little memory is allowed, this many windows are mixed and judged: below, a batch of usual size would be as good
    /// as unmixed. 17 MB at the largest window.
    /// </summary>
    internal const int FewestRows = 4_096;

    /// <summary>Different windows that are trained on in memory.</summary>
    public int Rows { get; } = (int)(((long)megabytes << 20) / ((windowSize + 1L) * sizeof(int)));

    /// <summary>
    /// Windows of a file that are mixed at a time, and held-out ones that are asked: a quarter for each, since a sample in the
    /// making takes two. More than a feed mixes by default are of no use.
    /// </summary>
    public int PartRows => Math.Clamp(Rows / 4, FewestRows, WindowFileFeed.DefaultBufferSize);

    /// <summary>
    /// Windows of the sessions that thresholds are chosen on, and that are remembered meanwhile: half, for the table of them
    /// doubles as it grows. By then the others are not needed any more.
    /// </summary>
    public int JudgedRows => Math.Max(Rows / 2, FewestRows);
}
