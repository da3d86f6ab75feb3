namespace LogGuard.Neural;

/// <summary>Checks the input of a network, so that no engine's inner loops need checks.</summary>
internal static class BatchValidation
{
    /// <summary>The number of windows that some symbols make.</summary>
    /// <exception cref="ArgumentException">They are not whole windows.</exception>
    public static int WindowCount(ReadOnlySpan<int> windows, int windowSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        return windows.Length % windowSize == 0
            ? windows.Length / windowSize
            : throw new ArgumentException($"{windows.Length} symbols are not a whole number of windows of {windowSize}.", nameof(windows));
    }

    /// <summary>Checks windows of a network that reads symbols only, and returns their number.</summary>
    /// <exception cref="ArgumentException">The network reads something else, or the windows do not match it.</exception>
    public static int CheckWindows(IReadOnlyList<NetworkSource> sources, ReadOnlySpan<int> windows, int windowSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        if (sources.Count != 1 || sources[0].SymbolCount == 0 || sources[0].ValueCount > 0)
        {
            throw new ArgumentException("This network reads more than windows of symbols.", nameof(windows));
        }

        int count = WindowCount(windows, windowSize);
        CheckSymbols(sources[0], windows);
        return count;
    }

    /// <summary>Checks a batch.</summary>
    /// <exception cref="ArgumentException">Something does not match the network, or a value is not finite.</exception>
    public static void Check(IReadOnlyList<NetworkSource> sources, NetworkBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch.RowCount);
        if (batch.Sources.Length != sources.Count)
        {
            throw new ArgumentException($"The batch has {batch.Sources.Length} sources; the network reads {sources.Count}.", nameof(batch));
        }

        for (int source = 0; source < sources.Count; source++)
        {
            Check(sources[source], batch.Sources[source], batch.RowCount);
        }
    }

    private static void Check(NetworkSource source, SourceBatch batch, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch.StepCount, 1);
        long steps = (long)rows * batch.StepCount;
        long symbols = source.SymbolCount > 0 ? steps : 0;
        if (batch.Symbols.Length != symbols || batch.Values.Length != steps * source.ValueCount
            || (batch.Lengths.Length != 0 && batch.Lengths.Length != rows))
        {
            throw new ArgumentException(
                $"There are {batch.Symbols.Length} symbols, {batch.Values.Length} values and {batch.Lengths.Length} lengths; "
                + $"{rows} rows of {batch.StepCount} steps have {symbols}, {steps * source.ValueCount} and {rows} or none.", nameof(batch));
        }

        CheckSymbols(source, batch.Symbols.Span);
        if (batch.Lengths.Span.ContainsAnyExceptInRange(1, batch.StepCount))
        {
            throw new ArgumentException($"A length is outside 1..{batch.StepCount}.", nameof(batch));
        }

        if (!VectorMath.AllFinite(batch.Values.Span))
        {
            throw new ArgumentException("A value is not finite.", nameof(batch));
        }
    }

    private static void CheckSymbols(NetworkSource source, ReadOnlySpan<int> symbols)
    {
        if (symbols.ContainsAnyExceptInRange(0, source.SymbolCount - 1))
        {
            throw new ArgumentException($"A symbol is outside 0..{source.SymbolCount - 1}.", nameof(symbols));
        }
    }
}
