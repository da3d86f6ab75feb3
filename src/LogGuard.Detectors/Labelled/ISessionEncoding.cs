namespace LogGuard.Detectors.Labelled;

/// <summary>Turns a session into the steps that a network reads.</summary>
internal interface ISessionEncoding
{
    /// <summary>Numbers of one step; 0: a step is one symbol.</summary>
    int ValueCount { get; }

    /// <summary>Number of steps of a session, 1 or more.</summary>
    int StepsOf(ReadOnlySpan<int> session);

    /// <summary>Writes the steps of a session.</summary>
    /// <param name="session">Its keys.</param>
    /// <param name="symbols">Receives one symbol for each step; empty if a step is numbers.</param>
    /// <param name="values">Receives the numbers, row-major, (steps, ValueCount); all are zero before.</param>
    void Write(ReadOnlySpan<int> session, Span<int> symbols, Span<float> values);
}
