namespace LogGuard.Primitives;

/// <summary>Random numbers as <see cref="Reservoir"/> needs them.</summary>
internal interface IPlaceSource
{
    /// <summary>The next number, uniform in 0..<paramref name="count"/> - 1.</summary>
    long NextPlace(long count);
}
