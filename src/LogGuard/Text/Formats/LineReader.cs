namespace LogGuard.Parsing;

/// <summary>Reads one line of a format of one's own; see <see cref="LineFormat.Create(string, LineReader, SessionSelector)"/>.</summary>
/// <param name="line">The line, without its line end. Valid during the call only.</param>
/// <param name="reading">Receives the parts of the line. Valid during the call only.</param>
/// <returns>False if the line does not fit the format: it is counted, and all of it is its message.</returns>
public delegate bool LineReader(ReadOnlySpan<char> line, LineReading reading);
