namespace LogGuard.Parsing;

/// <summary>Settings of a line format that its notation does not contain. The defaults fit most logs.</summary>
public sealed class LineFormatOptions
{
    /// <summary>The name of the format in messages. The default is <c>custom</c>.</summary>
    public string Name { get; set; } = "custom";

    /// <summary>
    /// The adjacent fields that hold the timestamp, in the order of the notation. The default is null: the adjacent fields
    /// named Date, Time, Month, Day, Year, Offset or Zone, otherwise the one named Timestamp.
    /// </summary>
    public IReadOnlyList<string>? TimestampFields { get; set; }

    /// <summary>The field that holds the level. The default is null: the one named Level or Severity, if there is one.</summary>
    public string? LevelField { get; set; }

    /// <summary>
    /// The field that holds the message. The default is null: the one named Content or Message, otherwise the last one that
    /// is not optional.
    /// </summary>
    public string? ContentField { get; set; }

    /// <summary>
    /// The field that holds the label of a labelled data set. It is excluded from the content and must be the first of the
    /// notation. The default is null: the one named Label, if there is one.
    /// </summary>
    public string? LabelField { get; set; }

    /// <summary>
    /// Whether a line is rejected if its timestamp cannot be read (its level, in a format without a timestamp). The default
    /// is true, which separates the lines of a stack trace from lines with a header. Set it to false if the log's timestamps
    /// have a shape that is not supported.
    /// </summary>
    public bool RequireTimestamp { get; set; } = true;

    /// <summary>The zone of timestamps without one, as local time less UTC, -18 to +18 hours. The default is zero: UTC.</summary>
    public TimeSpan AssumedOffset { get; set; }

    /// <summary>The session of a line. The default is null: lines name no session.</summary>
    public SessionSelector? Session { get; set; }
}
