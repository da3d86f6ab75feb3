namespace LogGuard.Parsing;

/// <summary>A place in a source, cheap enough to take for each line.</summary>
/// <param name="File">Which file of those that a follower went through, from 0.</param>
/// <param name="Offset">Bytes before it (characters, in a source of characters), a byte order mark included.</param>
/// <param name="LineNumber">Lines of that file before it.</param>
internal readonly record struct LineMark(int File, long Offset, long LineNumber);
