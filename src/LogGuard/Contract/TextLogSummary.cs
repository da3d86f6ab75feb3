namespace LogGuard;

/// <summary>What came of reading a text log.</summary>
public sealed record TextLogSummary
{
    /// <summary>Lines read, blank ones included.</summary>
    public required long Lines { get; init; }

    /// <summary>Log events made of them and handed to the detector.</summary>
    public required long Events { get; init; }

    /// <summary>Lines that did not fit the format and joined no other; each is an event of its whole text.</summary>
    public required long Unparsed { get; init; }

    /// <summary>Lines that were taken as the continuation of the one before, such as those of a stack trace.</summary>
    public required long Joined { get; init; }

    /// <summary>Lines above <see cref="TextLogOptions.LineLengthLimit"/>, read up to there.</summary>
    public required long Shortened { get; init; }

    /// <summary>Places where bytes were no text in their encoding; U+FFFD stands for them.</summary>
    public required long InvalidCharacters { get; init; }

    /// <summary>Why reading ended before the end, such as gzip data that is cut short; null where it did not.</summary>
    public string? EndedEarly { get; init; }

    /// <summary>How far was read; null where the text was not a file.</summary>
    public TextPosition? Position { get; init; }
}
