namespace LogGuard.Models.Windows;

/// <summary>Supplies training windows in batches, pass after pass, each pass in another order.</summary>
internal interface IWindowFeed
{
    /// <summary>Number of symbols in a window.</summary>
    int WindowSize { get; }

    /// <summary>Number of batches in a pass, which supplies every window once.</summary>
    long BatchesPerPass { get; }

    /// <summary>Input symbols of the batch, row-major, (count, window size).</summary>
    ReadOnlySpan<int> Windows { get; }

    /// <summary>The output symbol that followed each window of the batch.</summary>
    ReadOnlySpan<int> Targets { get; }

    /// <summary>Weight of each window of the batch.</summary>
    ReadOnlySpan<float> Weights { get; }

    /// <summary>Moves to the next batch; must be called before the first one is read.</summary>
    void Next();
}
