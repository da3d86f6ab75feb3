namespace LogGuard.Models.Values;

/// <summary>The finding of <see cref="ValueWatch"/> in a line.</summary>
internal enum ValueSight
{
    /// <summary>A usual value.</summary>
    Usual,

    /// <summary>A value that is not usual, and is to be told.</summary>
    Change,

    /// <summary>A value that is not usual, and belongs to a change that was told.</summary>
    SameChange,
}
