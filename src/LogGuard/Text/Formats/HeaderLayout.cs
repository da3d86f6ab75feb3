namespace LogGuard.Parsing;

/// <summary>The meaning of a header's fields, by their index; -1 for none.</summary>
internal sealed record HeaderLayout
{
    /// <summary>The timestamp reaches from this field to <see cref="LastTime"/>.</summary>
    public int FirstTime { get; init; } = -1;

    public int LastTime { get; init; } = -1;

    /// <summary>A second timestamp of the same moment that has the decimals.</summary>
    public int Decimals { get; init; } = -1;

    public int Level { get; init; } = -1;

    /// <summary>An HTTP status used in place of a level: 5xx is an error, 4xx a warning.</summary>
    public int Status { get; init; } = -1;

    /// <summary>The message reaches from this field to <see cref="LastContent"/>, with the quote before it.</summary>
    public int FirstContent { get; init; } = -1;

    public int LastContent { get; init; } = -1;

    public int Label { get; init; } = -1;

    public bool RequireTimestamp { get; init; } = true;
}
