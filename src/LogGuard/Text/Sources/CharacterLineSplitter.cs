namespace LogGuard.Parsing;

/// <summary>Cuts characters into lines. A line is a part of the buffer and is not copied.</summary>
internal sealed class CharacterLineSplitter(int lineLengthLimit) : LineSplitter<char>
{
    protected override int HeldLimit => lineLengthLimit + 1;

    protected override int IndexOfLineEnd(ReadOnlySpan<char> items) => items.IndexOf('\n');

    protected override int IndexOfReturn(ReadOnlySpan<char> items) => items.IndexOf('\r');

    protected override int GapLength(ReadOnlySpan<char> items) => items.IndexOfAnyExcept('\0') is var length and >= 0 ? length : items.Length;

    protected override ReadOnlySpan<char> WithoutReturn(ReadOnlySpan<char> line) => line is [.. var text, '\r'] ? text : line;

    protected override ReadOnlySpan<char> Decode(ReadOnlySpan<char> line, out bool isShortened)
    {
        isShortened = line.Length > lineLengthLimit;
        if (!isShortened)
        {
            return line;
        }

        // Half a surrogate pair is invalid text.
        var length = lineLengthLimit > 0 && char.IsHighSurrogate(line[lineLengthLimit - 1]) && char.IsLowSurrogate(line[lineLengthLimit]) ? lineLengthLimit - 1 : lineLengthLimit;
        return line[..length];
    }
}
