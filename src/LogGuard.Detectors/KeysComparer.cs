namespace LogGuard.Detectors;

/// <summary>Takes sessions for equal that have the same keys in the same order.</summary>
internal sealed class KeysComparer : IEqualityComparer<ReadOnlyMemory<int>>
{
    /// <summary>The one comparer.</summary>
    public static readonly KeysComparer Instance = new();

    public bool Equals(ReadOnlyMemory<int> a, ReadOnlyMemory<int> b) => a.Span.SequenceEqual(b.Span);

    public int GetHashCode(ReadOnlyMemory<int> keys)
    {
        var hash = new HashCode();
        foreach (var key in keys.Span)
        {
            hash.Add(key);
        }

        return hash.ToHashCode();
    }
}
