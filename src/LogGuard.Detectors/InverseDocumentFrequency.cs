namespace LogGuard.Detectors;

/// <summary>The weight of a key by how few sessions have it, smoothed as text libraries do: ln((1 + n) / (1 + nₖ)) + 1.</summary>
internal static class InverseDocumentFrequency
{
    /// <param name="sessions">Number of sessions n.</param>
    /// <param name="with">Number nₖ of those with the key.</param>
    public static double Of(double sessions, double with) => Math.Log((1 + sessions) / (1 + with)) + 1;
}
