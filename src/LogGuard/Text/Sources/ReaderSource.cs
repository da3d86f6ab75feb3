namespace LogGuard.Parsing;

/// <summary>The lines of a reader of characters, up to its end.</summary>
/// <param name="reader">Read by nobody else meanwhile; not closed with this.</param>
/// <param name="lineLengthLimit">Most characters of a line; the rest is left out.</param>
internal sealed class ReaderSource(TextReader reader, int lineLengthLimit = TextLogOptions.DefaultLineLengthLimit)
    : SequentialSource<char>(new CharacterCutter(lineLengthLimit))
{
    /// <summary>0: what was no text is hidden by whoever decoded it.</summary>
    public override long InvalidCharacterCount => 0;

    protected override string Name => "the text reader";

    protected override ValueTask<int> ReadAsync(Memory<char> space, CancellationToken cancellationToken) => reader.ReadAsync(space, cancellationToken);
}
