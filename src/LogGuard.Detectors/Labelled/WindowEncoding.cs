namespace LogGuard.Detectors.Labelled;

/// <summary>Consecutive keys of a session are a window, whose counts of keys, weighted, are the numbers of one step.</summary>
/// <param name="keys">The keys.</param>
/// <param name="weights">The weight of each symbol.</param>
/// <param name="windowSize">Keys of a window.</param>
/// <param name="sessionLength">Keys of a session that are read.</param>
internal sealed class WindowEncoding(KeyTable keys, float[] weights, int windowSize, int sessionLength) : ISessionEncoding
{
    public int ValueCount => keys.SymbolCount;

    public int StepsOf(ReadOnlySpan<int> session) => Math.Max(1, (Math.Min(session.Length, sessionLength) + windowSize - 1) / windowSize);

    public void Write(ReadOnlySpan<int> session, Span<int> symbols, Span<float> values)
    {
        for (var i = 0; i < Math.Min(session.Length, sessionLength); i++)
        {
            var symbol = keys[session[i]];
            values[((i / windowSize) * ValueCount) + symbol] += weights[symbol] / windowSize;
        }
    }
}
