namespace LogGuard.Parsing;

/// <summary>The meaning of a header's fields, by their index; -1 for none.</summary>
internal sealed record HeaderLayout
{
    /// <summary>The timestamp reaches from this field to <see cref="LastTime"/>.</summary>
    public int FirstTime { get; init; } = -1;

    public int LastTime { get; init; } = -1;

    /// <summary>A second timestamp of the same moment that has the decimals.</summary>
    public int Decimals { get; init; } = -1;

    /// <summary>Whether a time of day alone is not the timestamp, because its fields name a date.</summary>
    public bool NeedsDate { get; init; }

    public int Level { get; init; } = -1;

    public int Content { get; init; } = -1;

    public int Label { get; init; } = -1;

    /// <summary>
    /// The first of three fields in brackets: application, thread and trace id. The latter two are optional, and a lone one is the
    /// thread, as in Spring Boot's header.
    /// </summary>
    public int Application { get; init; } = -1;

    /// <summary>Whether a line without a readable level is rejected, as it is by a further notation of a format.</summary>
    public bool RequireLevel { get; init; }

    public bool RequireTimestamp { get; init; } = true;
}
