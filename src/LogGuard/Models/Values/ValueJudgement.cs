namespace LogGuard.Models.Values;

/// <summary>The verdict on an unusual parameter value vector: the feature furthest outside its interval.</summary>
/// <param name="Feature">The feature, with its name and kind.</param>
/// <param name="Value">Its value.</param>
/// <param name="Low">Smallest usual value; negative infinity if no value is too low, NaN for a constant or an enumeration.</param>
/// <param name="High">Largest usual value; positive infinity if no value is too high, NaN for a constant or an enumeration.</param>
/// <param name="Surprise">−log2 of the probability of the value, in bits.</param>
internal readonly record struct ValueJudgement(ValueFeature Feature, double Value, double Low, double High, double Surprise)
{
    /// <summary>Whether a constant or an enumeration has changed that too few days or restarts have shown to be one, so that it is told once.</summary>
    public bool IsFirstChange { get; init; }

    /// <summary>The usual values of a constant or an enumeration, ascending; null if they are those of the feature.</summary>
    public double[]? Known { get; init; }

    /// <summary>The text that the value is the mark of, as it was captured; null for a number.</summary>
    public string? Text { get; init; }

    /// <summary>Number of recent lines, of which so many were slow that each counts; 0 if the value is unusual on its own.</summary>
    public int RecentLines { get; init; }

    /// <summary>Number of them that were slow.</summary>
    public int RecentSlow { get; init; }
}
