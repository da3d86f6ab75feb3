namespace LogGuard.Parsing;

/// <summary>
/// Gives the lines of a text: at full speed while there are some, and without blocking where they are yet to come.
/// For one consumer, which works thus:
/// <code>
/// do
/// {
///     while (source.TryReadLine(out var line)) { … }
/// }
/// while (await source.WaitForMoreAsync(cancellationToken) != LineWait.Ended);
/// </code>
/// Line ends are LF and CRLF; a lone CR is text, unless it is the very last character. Once a source is made, trouble
/// with what it reads is never thrown: it is in <see cref="Fault"/>.
/// </summary>
internal abstract class LineSource : IDisposable
{
    /// <summary>Why the text ended early, as a sentence without its full stop; null where all is well.</summary>
    public string? Fault { get; protected set; }

    /// <summary>Where the line last given begins.</summary>
    public abstract LineMark LineStart { get; }

    /// <summary>Where the line last given ends: the beginning of the next one.</summary>
    public abstract LineMark Next { get; }

    /// <summary>Lines given so far, over all files.</summary>
    public abstract long LineCount { get; }

    /// <summary>Lines given that were longer than the limit and are cut at it.</summary>
    public abstract long ShortenedCount { get; }

    /// <summary>Bytes that are no text in their encoding, each group of them given as one U+FFFD.</summary>
    public abstract long InvalidCharacterCount { get; }

    /// <summary>Takes the next line, without its line end.</summary>
    /// <param name="line">Good until the next call of any member.</param>
    /// <returns>False where none is at hand: wait for more.</returns>
    public abstract bool TryReadLine(out ReadOnlySpan<char> line);

    /// <summary>Gets more, waiting where there is nothing yet. To be called when <see cref="TryReadLine"/> gave nothing.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the source can still be used.</exception>
    public abstract ValueTask<LineWait> WaitForMoreAsync(CancellationToken cancellationToken);

    /// <summary>A place in the file, to be gone on from by a later run; null where the source is not a file.</summary>
    public abstract TextPosition? GetPosition(LineMark mark);

    public abstract void Dispose();
}
