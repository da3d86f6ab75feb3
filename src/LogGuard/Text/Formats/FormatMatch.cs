namespace LogGuard.Parsing;

/// <summary>How well a format fits the lines of a sample.</summary>
/// <param name="Format">The format.</param>
/// <param name="FitCount">Lines that fit it.</param>
/// <param name="LineCount">Lines of the sample that could fit it: blank ones and those of stack traces could not.</param>
/// <param name="EventCount">Lines of those that fit it or begin as an event of another log: the others may continue an event.</param>
/// <param name="Score">Grows with each line that fits, and with its time and its level.</param>
/// <param name="FieldCount">Parts of the header found in all lines.</param>
internal readonly record struct FormatMatch(LineFormat Format, int FitCount, int LineCount, int EventCount, long Score, long FieldCount)
{
    /// <summary>
    /// Whether the format fits the larger part of the lines, or of those that begin as events do if it fits more than a quarter of all. A
    /// format that does not is not the log's.
    /// </summary>
    public bool IsConvincing => FitCount * 2 > LineCount || (FitCount * 2 > EventCount && FitCount * 4 > LineCount);

    public bool IsBetterThan(FormatMatch other) =>
        Score != other.Score ? Score > other.Score : FitCount > 0 && FieldCount >= other.FieldCount;
}
