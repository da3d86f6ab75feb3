namespace LogGuard.Sequences;

/// <summary>
/// All that a session went through, as two hashes, so that it costs the same however long the session is: equal pasts
/// have equal hashes, and others differ but for one chance in 2⁶⁴. Saved, so never to be changed.
/// </summary>
/// <param name="Counts">Of the keys, whatever their order.</param>
/// <param name="Steps">Of the keys in their order.</param>
internal readonly record struct SessionPast(ulong Counts, ulong Steps)
{
    /// <summary>The past once one more event has happened.</summary>
    public SessionPast Then(int key)
    {
        // SplitMix64's finaliser (Steele, Lea, Flood 2014): sums of it do not cancel as those of plain products do.
        var mixed = ((ulong)(uint)key + 1) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return new SessionPast(Counts + mixed, (Steps ^ mixed) * 0x9E3779B97F4A7C15 + 1);
    }
}
