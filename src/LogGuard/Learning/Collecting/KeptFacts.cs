namespace LogGuard.Learning.Collecting;

/// <summary>Facts about a kept session, beside its keys, that tell a lasting change from a fault.</summary>
/// <param name="EndedAt">When it ended by the events' timestamps, in UTC ticks; 0 if that is not known, so that it is no evidence.</param>
/// <param name="IsTroubled">Whether something was reported in it that its keys do not show, such as a value.</param>
/// <param name="Errors">The different keys of its lines at level Error or above.</param>
internal readonly record struct KeptFacts(long EndedAt, bool IsTroubled, int[] Errors)
{
    /// <summary>Nothing is known.</summary>
    public static KeptFacts Unknown { get; } = new(0, false, []);

    /// <summary>Whether the session can be evidence of a change.</summary>
    public bool IsKnown => EndedAt > 0;
}
