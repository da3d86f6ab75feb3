namespace LogGuard.Parsing;

/// <summary>A place in a source, cheap enough to record for each line.</summary>
/// <param name="File">Number of the file among those that were followed, from 0.</param>
/// <param name="Offset">Bytes before the place, including a byte order mark; characters in a source of characters.</param>
/// <param name="LineNumber">Lines of that file before the place.</param>
internal readonly record struct LinePosition(int File, long Offset, long LineNumber);
