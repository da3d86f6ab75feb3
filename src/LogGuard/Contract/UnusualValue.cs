using LogGuard.Primitives;

namespace LogGuard;

/// <summary>A value in a line, or the time since the previous line, that does not fit the model. Immutable.</summary>
public sealed record UnusualValue
{
    /// <summary>The name of the parameter in the template; <c>elapsed time</c> for the seconds since the previous line of the session.</summary>
    public required string Name { get; init; }

    /// <summary>The value. A time span is in seconds, and true is 1. For a text it is a number that stands for it: equal texts have equal numbers.</summary>
    public required double Value { get; init; }

    /// <summary>The value if it is a text; null if it is a number.</summary>
    public string? Text { get; init; }

    /// <summary>The lowest usual value; null if there is no lower bound, or if <see cref="Known"/> lists the usual values.</summary>
    public double? Low { get; init; }

    /// <summary>The highest usual value; null if there is no upper bound, or if <see cref="Known"/> lists the usual values.</summary>
    public double? High { get; init; }

    /// <summary>All values that occurred in training, if they are few; otherwise empty.</summary>
    public IReadOnlyList<double> Known { get; init; } = [];

    /// <summary>The share of usual values between <see cref="Low"/> and <see cref="High"/>, 0..1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Returns the name and the value.</summary>
    public override string ToString() => $"{PlainText.Escape(Name)} = {(Text is null ? Wording.Quantity(Value) : Wording.Quote(Text))}";
}
