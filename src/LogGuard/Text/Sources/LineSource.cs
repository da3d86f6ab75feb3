namespace LogGuard.Parsing;

/// <summary>
/// The lines of a text. Available lines are read synchronously, and further ones are awaited. For one consumer, as in
/// <code>
/// do
/// {
///     while (source.TryReadLine(out var line)) { … }
/// }
/// while (await source.WaitForMoreAsync(cancellationToken) != LineWait.Ended);
/// </code>
/// Line ends are LF and CRLF. A lone CR is text, unless it is the last character; in a text without LF each CR ends a line. NULs
/// before a line, which a writer leaves that goes on behind a truncation, belong to no line. After construction, faults of the
/// input are never thrown but stored in <see cref="Fault"/>.
/// </summary>
internal abstract class LineSource : IDisposable
{
    /// <summary>Why the text ended early, as a sentence without its full stop; null without a fault.</summary>
    public string? Fault { get; protected set; }

    /// <summary>The beginning of the last line returned.</summary>
    public abstract LinePosition LineStart { get; }

    /// <summary>The end of the last line returned: the beginning of the next one.</summary>
    public abstract LinePosition Next { get; }

    /// <summary>Lines returned so far, over all files.</summary>
    public abstract long LineCount { get; }

    /// <summary>Lines returned that were longer than the limit and are cut.</summary>
    public abstract long ShortenedCount { get; }

    /// <summary>Number of invalid byte sequences, each returned as one U+FFFD.</summary>
    public abstract long InvalidCharacterCount { get; }

    /// <summary>Lines that are known to be lost.</summary>
    public virtual long LostLineCount => 0;

    /// <summary>How often lines were lost, or may have been.</summary>
    public virtual long LossCount => 0;

    /// <summary>Whether reading began at the position of an earlier run.</summary>
    public virtual bool IsResumed => false;

    /// <summary>Reads the next line, without its line end.</summary>
    /// <param name="line">Valid until the next call of any member.</param>
    /// <returns>False if no line is available: wait for more.</returns>
    public abstract bool TryReadLine(out ReadOnlySpan<char> line);

    /// <summary>Reads more, and waits if there is nothing yet. Call it when <see cref="TryReadLine"/> returns false.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled. The source can still be used.</exception>
    public abstract ValueTask<LineWait> WaitForMoreAsync(CancellationToken cancellationToken);

    /// <summary>A position in the file from which a later run can continue; null if the source is not a file.</summary>
    public abstract TextPosition? GetPosition(LinePosition mark);

    public abstract void Dispose();
}
