namespace LogGuard.Primitives;

/// <summary>
/// Reservoir sampling (Vitter, 1985, algorithm R): a bounded sample of a stream in which each element is as likely as any
/// other. This type draws the places; the caller keeps the elements.
/// </summary>
internal struct Reservoir
{
    /// <summary>Number of elements that the sample stands for.</summary>
    public long SeenCount { readonly get; private set; }

    /// <summary>Draws the place of the stream's next element.</summary>
    /// <param name="keptCount">Number of elements in the sample.</param>
    /// <param name="limit">Most elements in the sample.</param>
    /// <param name="random">Asked only when the sample is full.</param>
    /// <returns>
    /// <paramref name="keptCount"/> while the sample grows, then the place of the element to replace. A place that is not
    /// below <paramref name="limit"/> leaves the new element out.
    /// </returns>
    public long Next(long keptCount, int limit, IPlaceSource random)
    {
        SeenCount++;
        return keptCount < limit ? keptCount : random.NextPlace(SeenCount);
    }

    /// <summary>Begins with a sample that stands for a number of elements.</summary>
    public void Begin(long seenCount) => SeenCount = seenCount;

    /// <summary>Lets the sample stand for no more elements than it has, so that newer ones replace it sooner.</summary>
    public void Fade(int keptCount) => SeenCount = Math.Min(SeenCount, keptCount);
}
