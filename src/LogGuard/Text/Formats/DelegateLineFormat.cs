namespace LogGuard.Parsing;

/// <summary>A format whose lines a function reads.</summary>
internal sealed class DelegateLineFormat(string name, LineReader read, SessionSelector? session) : StructuredLineFormat(name, session)
{
    protected override bool TryRead(ReadOnlySpan<char> line, LineReading reading) => read(line, reading);
}
