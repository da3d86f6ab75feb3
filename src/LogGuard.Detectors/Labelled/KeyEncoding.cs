namespace LogGuard.Detectors.Labelled;

/// <summary>Each of a session's first keys is a symbol.</summary>
internal sealed class KeyEncoding(KeyTable keys, int sessionLength) : ISessionEncoding
{
    public int ValueCount => 0;

    public int StepsOf(ReadOnlySpan<int> session) => Math.Clamp(session.Length, 1, sessionLength);

    public void Write(ReadOnlySpan<int> session, Span<int> symbols, Span<float> values)
    {
        for (var step = 0; step < Math.Min(symbols.Length, session.Length); step++)
        {
            symbols[step] = keys[session[step]];
        }
    }
}
