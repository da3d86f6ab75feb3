namespace LogGuard.Detectors.Labelled;

/// <summary>Turns a session into the steps that a network reads.</summary>
internal interface ISessionEncoding
{
    /// <summary>Numbers of one step; 0: a step is one symbol.</summary>
    int ValueCount { get; }

    /// <summary>Number of steps of a session, 1 or more.</summary>
    int StepsOf(ReadOnlySpan<int> session);

    /// <summary>Writes the symbols of a session, one for each step.</summary>
    void WriteSymbols(ReadOnlySpan<int> session, Span<int> symbols);

    /// <summary>Writes the numbers of a session, row-major, (steps, ValueCount).</summary>
    void WriteValues(ReadOnlySpan<int> session, Span<float> values);
}
