namespace LogGuard;

/// <summary>The result of reading a text log.</summary>
/// <remarks>
/// Each line is counted once: <see cref="Parsed"/>, <see cref="Joined"/> and <see cref="Unparsed"/> add up to <see cref="Lines"/>.
/// </remarks>
public sealed record TextLogSummary
{
    /// <summary>Lines read, including blank lines.</summary>
    public required long Lines { get; init; }

    /// <summary>Lines that fit the format and begin an event.</summary>
    public long Parsed { get; init; }

    /// <summary>
    /// Log events that were passed to the detector: one for each line of <see cref="Parsed"/> and <see cref="Unparsed"/>, or one for each
    /// session of a line that names several.
    /// </summary>
    public required long Events { get; init; }

    /// <summary>
    /// Lines that neither fit the format nor continue another line. The whole text of such a line is an event. Lines that begin as those of
    /// another log do, such as with a time, a level or an object, never continue a line.
    /// </summary>
    public required long Unparsed { get; init; }

    /// <summary>Lines that continue the previous line, such as the lines of a stack trace, and blank lines.</summary>
    public required long Joined { get; init; }

    /// <summary>Lines that were cut at <see cref="TextLogOptions.LineLengthLimit"/>.</summary>
    public required long Shortened { get; init; }

    /// <summary>Places with bytes that are invalid in the encoding. U+FFFD replaces them.</summary>
    public required long InvalidCharacters { get; init; }

    /// <summary>
    /// Searches for sessions or custom masks that exceeded the time limit of a line. The matches until then count. Logs that are read at
    /// the same time count each other's masks.
    /// </summary>
    public long TimedOut { get; init; }

    /// <summary>
    /// Lines of a followed file that are known to be lost: a program wrote them to a rotated file after it was read to its end. Not part of
    /// <see cref="Lines"/>.
    /// </summary>
    public long Lost { get; init; }

    /// <summary>
    /// How often lines of a followed file were lost, or may have been: those of <see cref="Lost"/>, a truncation of which there is no copy, a
    /// saved position whose file is gone, and rotated files of which nothing tells the older one. A diagnostic message tells each.
    /// </summary>
    public long Losses { get; init; }

    /// <summary>The reason if reading ended before the end, such as truncated gzip data; otherwise null.</summary>
    public string? EndedEarly { get; init; }

    /// <summary>
    /// Whether the reading was cancelled. Events read until then were passed to the detector. An event whose end was not read yet is
    /// read again from <see cref="Position"/>.
    /// </summary>
    public bool Canceled { get; init; }

    /// <summary>Name of the format by which the lines were read; null if there was no line.</summary>
    public string? Format { get; init; }

    /// <summary>The position after the last line read; null if the text was not a file.</summary>
    public TextPosition? Position { get; init; }
}
