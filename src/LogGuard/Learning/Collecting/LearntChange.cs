namespace LogGuard.Learning.Collecting;

/// <summary>A change that was learnt although it stood reported.</summary>
/// <param name="Pattern">The text of its <see cref="Detection.ChangeCause"/>.</param>
/// <param name="Text">The change in words, the number of its sessions, and since when it came.</param>
internal sealed record LearntChange(string Pattern, string Text)
{
    /// <summary>Most changes that are remembered, the latest ones: a few hundred bytes each.</summary>
    internal const int Limit = 100;

    /// <summary>Adds changes to those remembered, and forgets the oldest beyond the limit.</summary>
    public static IReadOnlyList<LearntChange> Join(IEnumerable<LearntChange> earlier, IEnumerable<LearntChange> later) =>
        [.. earlier.Concat(later).TakeLast(Limit)];
}
