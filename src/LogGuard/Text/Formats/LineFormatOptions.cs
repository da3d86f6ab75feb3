namespace LogGuard.Parsing;

/// <summary>What the notation of a line format does not say by itself. All of it may be left as it is.</summary>
public sealed class LineFormatOptions
{
    /// <summary>What the format is called in messages. The default is <c>custom</c>.</summary>
    public string Name { get; set; } = "custom";

    /// <summary>
    /// The fields that hold the timestamp, from first to last, neighbours in the notation. The default is null: the
    /// neighbouring fields named Date, Time, Month, Day, Year, Offset or Zone, or else the one named Timestamp.
    /// </summary>
    public IReadOnlyList<string>? TimestampFields { get; set; }

    /// <summary>The field that holds the level. The default is null: the one named Level or Severity, if there is one.</summary>
    public string? LevelField { get; set; }

    /// <summary>
    /// The field that holds the message. The default is null: the one named Content or Message, or else the last one
    /// that is no optional part.
    /// </summary>
    public string? ContentField { get; set; }

    /// <summary>
    /// The field that holds the label of a labelled data set. It is kept out of everything but the label itself; it
    /// must be the first of the notation. The default is null: the one named Label, if there is one.
    /// </summary>
    public string? LabelField { get; set; }

    /// <summary>
    /// Whether a line whose timestamp, or level where there is no timestamp, cannot be read is no line of this format.
    /// The default is true, which is what tells the lines of a stack trace from lines with a header. Set it to false
    /// where the log's timestamps are of a shape that is not known.
    /// </summary>
    public bool RequireTimestamp { get; set; } = true;

    /// <summary>The zone of timestamps that name none, as local time less UTC, -18 to +18 hours. The default is zero: UTC.</summary>
    public TimeSpan AssumedOffset { get; set; }

    /// <summary>What names the session of a line. The default is null: nothing does.</summary>
    public SessionSelector? Session { get; set; }
}
