namespace LogGuard.Neural;

/// <summary>The rows that a network reads in one call.</summary>
/// <remarks>The caller may fill the same object again for the next call: an engine keeps nothing of it.</remarks>
/// <param name="sources">One for each source of the description, in that order.</param>
public sealed class NetworkBatch(params SourceBatch[] sources)
{
    /// <summary>Number of rows, 0 or more.</summary>
    public required int RowCount { get; set; }

    /// <summary>The input of each source of the description, in that order.</summary>
    public SourceBatch[] Sources { get; } = sources ?? throw new ArgumentNullException(nameof(sources));

    /// <summary>Makes a batch of full windows for a network whose only source reads symbols.</summary>
    /// <param name="windows">Symbols, row-major, (rows, <paramref name="windowSize"/>); not copied.</param>
    /// <param name="windowSize">Number of symbols in each window, 1 or more.</param>
    /// <exception cref="ArgumentException">The number of symbols is not a multiple of <paramref name="windowSize"/>.</exception>
    public static NetworkBatch OfWindows(ReadOnlyMemory<int> windows, int windowSize) =>
        new(new SourceBatch { StepCount = windowSize, Symbols = windows }) { RowCount = BatchValidation.WindowCount(windows.Span, windowSize) };

    /// <summary>Checks that the batch matches a network, so that an engine's inner loops need no checks.</summary>
    /// <param name="description">The network.</param>
    /// <exception cref="ArgumentException">
    /// A number of symbols, values or lengths is wrong, a symbol or length is out of range, or a value is NaN or infinite.
    /// </exception>
    public void Check(NetworkDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        BatchValidation.Check(description.Sources, this);
    }
}
