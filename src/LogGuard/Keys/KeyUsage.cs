namespace LogGuard.Keys;

/// <summary>How often each key came, and when first and last. The reader writes it, and any thread may read.</summary>
internal sealed class KeyUsage
{
    // Replaced as a whole when it grows, because readers take no lock. A number that is read while it changes is the old or the new one.
    private Usage[] _usages = new Usage[64];

    /// <summary>Counts an event.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="timestamp">Its time, in UTC ticks.</param>
    public void Add(int key, long timestamp)
    {
        if (key < 0)
        {
            return;
        }

        if (key >= _usages.Length)
        {
            var larger = new Usage[Math.Max(key + 1, 2 * _usages.Length)];
            _usages.CopyTo(larger, 0);
            Volatile.Write(ref _usages, larger);
        }

        ref var usage = ref _usages[key];
        if (usage.Count == 0)
        {
            usage.First = timestamp;
        }

        usage.Last = Math.Max(usage.Last, timestamp);
        Volatile.Write(ref usage.Count, usage.Count + 1);
    }

    /// <summary>The usage of a key.</summary>
    /// <returns>The number of its events, and the times of the first and the latest of them, in UTC ticks; zeros if there is none.</returns>
    public (long Count, long First, long Last) Of(int key) =>
        Volatile.Read(ref _usages) is var usages && (uint)key < (uint)usages.Length && Volatile.Read(ref usages[key].Count) is > 0 and var count
            ? (count, usages[key].First, usages[key].Last)
            : default;

    private struct Usage
    {
        public long Count;
        public long First;
        public long Last;
    }
}
