namespace LogGuard.Parsing;

/// <summary>The lines of a reader of characters, to its end.</summary>
/// <param name="reader">The reader. Nobody else may read it meanwhile. It is not closed.</param>
/// <param name="lineLengthLimit">Most characters of a line. The rest is cut.</param>
internal sealed class ReaderSource(TextReader reader, int lineLengthLimit = TextLogOptions.DefaultLineLengthLimit)
    : SequentialSource<char>(new CharacterLineSplitter(lineLengthLimit))
{
    /// <summary>Always 0: the characters of a reader are already decoded.</summary>
    public override long InvalidCharacterCount => 0;

    protected override string Name => "the text reader";

    // A synchronized reader, as Console.In is, reads on the caller's thread whatever the method's name.
    protected override ValueTask<int> ReadAsync(Memory<char> space, CancellationToken cancellationToken) => reader is StringReader or StreamReader
        ? reader.ReadAsync(space, cancellationToken)
        : new(Task.Run(() => reader.ReadAsync(space, CancellationToken.None).AsTask(), cancellationToken));
}
