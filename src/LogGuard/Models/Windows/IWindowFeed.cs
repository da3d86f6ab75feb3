namespace LogGuard.Models.Windows;

/// <summary>Hands out training windows, a batch at a time and pass after pass, each pass in another order.</summary>
internal interface IWindowFeed
{
    /// <summary>Number of symbols in a window.</summary>
    int WindowSize { get; }

    /// <summary>Batches after which every window was handed out once.</summary>
    long BatchesPerPass { get; }

    /// <summary>Input symbols of the batch, row-major, (count, window size).</summary>
    ReadOnlySpan<int> Windows { get; }

    /// <summary>The output symbol that followed each window of the batch.</summary>
    ReadOnlySpan<int> Targets { get; }

    /// <summary>How much each window of the batch counts.</summary>
    ReadOnlySpan<float> Weights { get; }

    /// <summary>Goes on to the next batch; to be called before the first.</summary>
    void Next();
}
