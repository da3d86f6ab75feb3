namespace LogGuard;

/// <summary>A value in a line, or the time since the line before it, that is not what was learnt. Immutable.</summary>
public sealed record UnusualValue
{
    /// <summary>The parameter's name in the template; <c>elapsed time</c> for the seconds since the session's previous line.</summary>
    public required string Name { get; init; }

    /// <summary>The value. A time span is in seconds; true is 1.</summary>
    public required double Value { get; init; }

    /// <summary>The least usual value; null where none is too low, or where usual values are known one by one.</summary>
    public double? Low { get; init; }

    /// <summary>The largest usual value; null where none is too high, or where usual values are known one by one.</summary>
    public double? High { get; init; }

    /// <summary>All values that ever occurred while learning, where these are few; else empty.</summary>
    public IReadOnlyList<double> Known { get; init; } = [];

    /// <summary>The share of values that lies between <see cref="Low"/> and <see cref="High"/>, 0..1.</summary>
    public required double Confidence { get; init; }
}
