namespace LogGuard.Detectors.Labelled;

/// <summary>Each of a session's first keys is the vector of its template.</summary>
internal sealed class VectorEncoding(SessionVectors vectors, int sessionLength) : ISessionEncoding
{
    public int ValueCount => vectors.Size;

    public int StepsOf(ReadOnlySpan<int> session) => Math.Clamp(session.Length, 1, sessionLength);

    public void Write(ReadOnlySpan<int> session, Span<int> symbols, Span<float> values)
    {
        for (var step = 0; step < Math.Min(values.Length / vectors.Size, session.Length); step++)
        {
            vectors[session[step]].CopyTo(values[(step * vectors.Size)..]);
        }
    }
}
